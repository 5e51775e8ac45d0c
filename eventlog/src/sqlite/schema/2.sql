-- A checksum over all columns of each event, XXH3-64 as a signed number: see checksum.rs. Those of
-- the events that are there are computed by the program; 0 stands for none.
ALTER TABLE events ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
