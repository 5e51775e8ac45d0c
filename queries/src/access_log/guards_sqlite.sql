CREATE TRIGGER access_reads_stay_as_they_are BEFORE UPDATE ON access_reads
BEGIN SELECT RAISE(ABORT, 'a recorded read stays as it is'); END;
CREATE TRIGGER access_reads_stay BEFORE DELETE ON access_reads
WHEN OLD.read_at >= coalesce((SELECT kept_since FROM access_retention), OLD.read_at)
BEGIN SELECT RAISE(ABORT, 'a recorded read stays for as long as reads are kept'); END;
CREATE TRIGGER access_retention_only_moves_on BEFORE UPDATE ON access_retention
WHEN NEW.kept_since < OLD.kept_since
BEGIN SELECT RAISE(ABORT, 'what was swept stays marked'); END;
CREATE TRIGGER access_retention_stays BEFORE DELETE ON access_retention
BEGIN SELECT RAISE(ABORT, 'what was swept stays marked'); END;
