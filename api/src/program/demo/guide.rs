//! Where to go next.
use std::net::SocketAddr;
use std::path::Path;

use super::stage::Stage;
use crate::wire::names as resource;

/// Commands to copy, with the names of this campaign.
pub fn lines(stage: &Stage, log: &Path, address: SocketAddr, serving: bool) -> String {
    let log = log.display();
    let year = stage.plan.season.year.first_year();
    let department = stage
        .plan
        .colleges
        .first()
        .map(|college| college.listed.department);
    let department = department.map(|code| code.to_string()).unwrap_or_default();
    let college = stage
        .plan
        .colleges
        .first()
        .map(|college| college.listed.uai);
    let college = college.map(resource::of_establishment).unwrap_or_default();
    let serve = if serving {
        format!("This server goes on at http://{address}; stop it with Ctrl-C. Later:")
    } else {
        "Serve this campaign:".to_owned()
    };
    format!(
        "\nWhere to go next\n\
         {serve}\n  placement serve --log sqlite:{log}\n\
         What a dashboard showed in the past, from the log alone:\n  \
         placement replay --log sqlite:{log} --dashboard national --as-of {year}-10-25T12:00:00Z\n  \
         placement replay --log sqlite:{log} --dashboard {college} --json\n\
         Prove that log, snapshots and figures agree:\n  placement verify --log sqlite:{log}\n\
         A token says who calls:\n  \
         TOKEN=$(placement token --log sqlite:{log} --role prefect --department {department})\n\
         Call from any language by reflection, here with grpcurl and with Python (pip install \
         grpcio-reflection):\n  \
         grpcurl -plaintext -H \"authorization: Bearer $TOKEN\" \
         -d '{{\"name\": \"departments/{department}\"}}' \\\n    \
         {address} placement.v1.SteeringService/GetTerritoryDashboard\n  \
         python3 - \"$TOKEN\" <<'END'\n\
         {PYTHON}  END",
        PYTHON = python(address, &department),
    )
}

fn python(address: SocketAddr, department: &str) -> String {
    let lines = [
        "import sys, grpc".to_owned(),
        "from google.protobuf import descriptor_pool, message_factory".to_owned(),
        "from grpc_reflection.v1alpha.proto_reflection_descriptor_database import \
         ProtoReflectionDescriptorDatabase"
            .to_owned(),
        format!("channel = grpc.insecure_channel('{address}')"),
        "pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(channel))"
            .to_owned(),
        "method = pool.FindServiceByName('placement.v1.SteeringService')\
         .FindMethodByName('GetTerritoryDashboard')"
            .to_owned(),
        "ask, answer = map(message_factory.GetMessageClass, \
         (method.input_type, method.output_type))"
            .to_owned(),
        "call = channel.unary_unary('/placement.v1.SteeringService/GetTerritoryDashboard', \
         ask.SerializeToString, answer.FromString)"
            .to_owned(),
        format!(
            "print(call(ask(name='departments/{department}'), \
             metadata=[('authorization', 'Bearer ' + sys.argv[1])]))"
        ),
    ];
    lines.into_iter().map(|line| format!("{line}\n")).collect()
}
