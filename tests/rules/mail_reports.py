"""Reports as mail servers write them (the examples of RFC 3464 and RFC 5965, with our letters in them)."""


def bounce(
    to: str = "bounces@clinic.org", action: str = "failed", status: str = "5.1.1", original: str = "", kind: str = ""
) -> bytes:
    """A letter came back."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} User unknown

--b1
Content-Type: {kind or "message/rfc822"}

{original or "Subject: Hello"}

--b1--
""".encode()


def complaint(original: str, feedback: str = "abuse") -> bytes:
    """Somebody pressed "This is spam"."""
    return f"""\
From: feedbackloop@example.com
To: complaints@clinic.org
Subject: FW: something new
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

This is an email abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: {feedback}
User-Agent: SomeGenerator/1.0
Version: 1

--b2
Content-Type: message/rfc822

{original}

--b2--
""".encode()
