"""What people complain of most about other ticket systems, and that it doesn't happen here."""
