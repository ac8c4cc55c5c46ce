"""A ticket: one requester's question, from opened to closed."""

from domain.ticket.ticket import Ticket

__all__ = ["Ticket"]
