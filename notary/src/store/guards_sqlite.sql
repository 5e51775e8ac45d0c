CREATE TRIGGER notary_lines_stay_as_they_are BEFORE UPDATE ON notary_lines
BEGIN SELECT RAISE(ABORT, 'what was signed stays as it is'); END;
CREATE TRIGGER notary_lines_stay BEFORE DELETE ON notary_lines
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
CREATE TRIGGER notary_keys_stay_as_they_are BEFORE UPDATE ON notary_keys
BEGIN SELECT RAISE(ABORT, 'what was signed stays as it is'); END;
CREATE TRIGGER notary_keys_stay BEFORE DELETE ON notary_keys
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
CREATE TRIGGER notary_checkpoints_stay_as_they_are BEFORE UPDATE ON notary_checkpoints
BEGIN SELECT RAISE(ABORT, 'what was signed stays as it is'); END;
CREATE TRIGGER notary_checkpoints_stay BEFORE DELETE ON notary_checkpoints
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
CREATE TRIGGER notary_attachments_stay_as_they_are BEFORE UPDATE ON notary_attachments
BEGIN SELECT RAISE(ABORT, 'what was signed stays as it is'); END;
CREATE TRIGGER notary_attachments_stay BEFORE DELETE ON notary_attachments
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
CREATE TRIGGER notary_installation_stay_as_they_are BEFORE UPDATE ON notary_installation
BEGIN SELECT RAISE(ABORT, 'what was signed stays as it is'); END;
CREATE TRIGGER notary_installation_stay BEFORE DELETE ON notary_installation
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
