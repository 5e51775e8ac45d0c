-- A checksum over all columns of each event, XXH3-64 as a signed number: see checksum.rs. Those of
-- the events that are there are computed by the program. What another program writes has none.
ALTER TABLE events ADD COLUMN checksum INTEGER;
