"""Measured values as patients read them: what results and vital signs share."""
