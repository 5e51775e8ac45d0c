-- Over all other columns but the number. NULL in rows from before, and in those of other programs.
ALTER TABLE access_reads ADD COLUMN checksum INTEGER;
