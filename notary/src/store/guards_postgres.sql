CREATE FUNCTION notary_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was signed stays as it is';
END $$;
CREATE TRIGGER notary_lines_stay BEFORE UPDATE OR DELETE ON notary_lines
    FOR EACH ROW EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_lines_are_not_emptied BEFORE TRUNCATE ON notary_lines
    FOR EACH STATEMENT EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_keys_stay BEFORE UPDATE OR DELETE ON notary_keys
    FOR EACH ROW EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_keys_are_not_emptied BEFORE TRUNCATE ON notary_keys
    FOR EACH STATEMENT EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_checkpoints_stay BEFORE UPDATE OR DELETE ON notary_checkpoints
    FOR EACH ROW EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_checkpoints_are_not_emptied BEFORE TRUNCATE ON notary_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_attachments_stay BEFORE UPDATE OR DELETE ON notary_attachments
    FOR EACH ROW EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_attachments_are_not_emptied BEFORE TRUNCATE ON notary_attachments
    FOR EACH STATEMENT EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_installation_stay BEFORE UPDATE OR DELETE ON notary_installation
    FOR EACH ROW EXECUTE FUNCTION notary_keep();
CREATE TRIGGER notary_installation_are_not_emptied BEFORE TRUNCATE ON notary_installation
    FOR EACH STATEMENT EXECUTE FUNCTION notary_keep();
