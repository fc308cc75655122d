"""A patient portal that a clinic runs itself."""
