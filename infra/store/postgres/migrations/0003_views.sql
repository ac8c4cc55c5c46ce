-- The read models have names of their own: they are dropped and made anew.

CREATE SCHEMA views;
