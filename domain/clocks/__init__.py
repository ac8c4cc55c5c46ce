"""SLA clocks as a pure fold over a ticket's facts."""
