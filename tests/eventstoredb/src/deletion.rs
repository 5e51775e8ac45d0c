//! Deletion of a stream: of its events, or for good.
use tonic::Status;

use crate::node::Node;
use crate::protocol::event_store::client::streams::{
    DeleteResp, TombstoneResp, delete_req, delete_resp, tombstone_req, tombstone_resp,
};
use crate::rights::Deed;
use crate::store::Expected;
use crate::wire;

pub(crate) fn delete(node: &Node, options: delete_req::Options) -> Result<DeleteResp, Status> {
    use delete_req::options::ExpectedStreamRevision as Wire;
    let expected = match options.expected_stream_revision {
        Some(Wire::Revision(revision)) => Expected::Revision(revision),
        Some(Wire::NoStream(_)) => Expected::NoStream,
        Some(Wire::StreamExists(_)) => Expected::StreamExists,
        Some(Wire::Any(_)) | None => Expected::Any,
    };
    node.may(Deed::Delete)?;
    let stream = wire::name(options.stream_identifier)?;
    let deleted = node.store().write().delete(&stream, expected, false);
    let refused = |refusal| wire::refused("Delete", &stream, expected, &refusal);
    let position = deleted.map_err(refused)?;
    Ok(DeleteResp {
        position_option: Some(delete_resp::PositionOption::Position(
            delete_resp::Position {
                commit_position: position,
                prepare_position: position,
            },
        )),
    })
}

pub(crate) fn tombstone(
    node: &Node,
    options: tombstone_req::Options,
) -> Result<TombstoneResp, Status> {
    use tombstone_req::options::ExpectedStreamRevision as Wire;
    let expected = match options.expected_stream_revision {
        Some(Wire::Revision(revision)) => Expected::Revision(revision),
        Some(Wire::NoStream(_)) => Expected::NoStream,
        Some(Wire::StreamExists(_)) => Expected::StreamExists,
        Some(Wire::Any(_)) | None => Expected::Any,
    };
    node.may(Deed::Delete)?;
    let stream = wire::name(options.stream_identifier)?;
    let deleted = node.store().write().delete(&stream, expected, true);
    let refused = |refusal| wire::refused("Tombstone", &stream, expected, &refusal);
    let position = deleted.map_err(refused)?;
    Ok(TombstoneResp {
        position_option: Some(tombstone_resp::PositionOption::Position(
            tombstone_resp::Position {
                commit_position: position,
                prepare_position: position,
            },
        )),
    })
}
