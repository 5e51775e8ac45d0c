//! Generates the code of `placement.v1`, without protoc.
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use prost_types::FileDescriptorSet;
use protox::prost_reflect::{DescriptorPool, FieldDescriptor, MessageDescriptor};

const PACKAGE: &str = "placement.v1";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=placement");
    println!("cargo:rerun-if-changed=build.rs");

    let mut compiler = protox::Compiler::new(["."])?;
    compiler
        .include_imports(true)
        .include_source_info(true)
        .open_files(sources()?)?;
    let descriptors = compiler.file_descriptor_set();
    let personal = personal_messages(&compiler.descriptor_pool());

    let out = std::env::var("OUT_DIR")?;
    let out = Path::new(&out);
    // With the options that `prost-types` does not know: clients see what is `debug_redact`.
    let described = compiler.encode_file_descriptor_set();
    std::fs::write(out.join("placement.v1.bin"), described)?;
    std::fs::write(out.join("placement.v1.debug.rs"), debug_of(&personal)?)?;
    let commands = commands(&compiler.descriptor_pool())?;
    std::fs::write(out.join("placement.v1.commands.rs"), commands)?;
    let methods = methods(&compiler.descriptor_pool())?;
    std::fs::write(out.join("placement.v1.methods.rs"), methods)?;

    let mut config = tonic_prost_build::Config::new();
    config.enable_type_names();
    tonic_prost_build::configure()
        .build_server(false)
        .codec_path("crate::codec::WireCodec")
        .skip_debug(
            personal
                .iter()
                .map(|message| format!(".{}", message.full_name())),
        )
        .compile_fds_with_config(descriptors.clone(), config)?;
    servers(descriptors.clone(), &out.join("server"))?;
    let unary = unary_methods(&descriptors);
    rewrite(&out.join("placement.v1.rs"), unary, |code| {
        code.replace(
            "self.inner.unary(req, path, codec).await",
            "crate::unary::call(&mut self.inner, req, path, codec).await",
        )
    })?;
    rewrite(&out.join("server/placement.v1.rs"), unary, served_as_bytes)
}

/// How many methods take one message and answer one.
fn unary_methods(descriptors: &FileDescriptorSet) -> usize {
    let files = descriptors.file.iter();
    let ours = files.filter(|file| file.package() == PACKAGE);
    ours.flat_map(|file| &file.service)
        .flat_map(|service| &service.method)
        .filter(|method| !method.client_streaming() && !method.server_streaming())
        .count()
}

/// Hands the unary calls of generated code over to `crate::unary`, all of them.
fn rewrite(path: &Path, calls: usize, change: fn(String) -> String) -> Result<(), Box<dyn Error>> {
    let code = change(std::fs::read_to_string(path)?);
    let changed = code.matches("crate::unary::").count();
    if changed != calls {
        let why = format!("{changed} of {calls} unary calls were found in what tonic generates");
        return Err(why.into());
    }
    Ok(std::fs::write(path, code)?)
}

/// The server's code, in which tonic serves each unary method with a codec of its own.
fn served_as_bytes(code: String) -> String {
    const BEGIN: &str = "let accept_compression_encodings = self.accept_compression_encodings;";
    const END: &str = "Box::pin(fut)";
    let mut changed = String::with_capacity(code.len());
    let mut rest = code.as_str();
    while let Some((before, after)) = rest.split_once(BEGIN) {
        changed.push_str(before);
        let (arm, after) = after.split_once(END).unwrap_or((after, ""));
        let service = arm
            .split_once("let method = ")
            .and_then(|(_, service)| service.split_once("(inner);"));
        match service {
            Some((service, _)) if arm.contains("grpc.unary(method, req)") => {
                let limits = "(self.max_decoding_message_size, self.max_encoding_message_size)";
                changed.push_str(&format!(
                    "crate::unary::serve({service}(self.inner.clone()), {limits}, req)"
                ));
            }
            _ => {
                changed.push_str(BEGIN);
                changed.push_str(arm);
                changed.push_str(END);
            }
        }
        rest = after;
    }
    changed.push_str(rest);
    changed
}

/// The servers, over the same messages; a watch answers with what is encoded once for all who
/// watch the same.
fn servers(descriptors: FileDescriptorSet, out: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(out)?;
    let package = format!(".{PACKAGE}");
    let watched: Vec<String> = descriptors
        .file
        .iter()
        .flat_map(|file| &file.service)
        .flat_map(|service| &service.method)
        .filter(|method| method.server_streaming())
        .map(|method| method.output_type().to_owned())
        .filter(|response| response.starts_with(&package))
        .collect();
    let mut builder = tonic_prost_build::configure()
        .build_client(false)
        .codec_path("crate::codec::WireCodec")
        .out_dir(out)
        .extern_path(&package, "crate::v1");
    for response in watched {
        let name = response.rsplit('.').next().unwrap_or_default();
        let encoded = format!("crate::codec::Encoded<crate::v1::{name}>");
        builder = builder.extern_path(&response, encoded);
    }
    Ok(builder.compile_fds(descriptors)?)
}

/// The paths of all methods, and `Method` for what each takes that is asked with one message.
fn methods(pool: &DescriptorPool) -> Result<String, std::fmt::Error> {
    let (mut code, mut paths) = (String::new(), vec![]);
    for service in pool.services() {
        for method in service.methods() {
            let (input, output) = (method.input(), method.output());
            let has = |field: &str| input.get_field_by_name(field).is_some();
            let path = format!("/{}/{}", service.full_name(), method.name());
            paths.push(path.clone());
            if method.is_client_streaming() {
                continue;
            }
            writeln!(code, "impl crate::Method for {} {{", input.name())?;
            writeln!(code, "type Answer = {};", output.name())?;
            writeln!(code, "const PATH: &'static str = {path:?};")?;
            writeln!(code, "const IS_COMMAND: bool = {};", has("request_id"))?;
            if has("request_id") {
                writeln!(code, "fn set_request_id(&mut self, request_id: String) {{")?;
                writeln!(code, "self.request_id = request_id;\n}}")?;
            }
            if has("min_position") {
                writeln!(code, "fn set_min_position(&mut self, position: u64) {{")?;
                writeln!(code, "self.min_position = position;\n}}")?;
            }
            if output.get_field_by_name("outcome").is_some() && has("request_id") {
                writeln!(
                    code,
                    "fn position_of(answer: &Self::Answer) -> Option<u64> {{"
                )?;
                writeln!(
                    code,
                    "answer.outcome.as_ref().map(|outcome| outcome.position)\n}}"
                )?;
            }
            writeln!(code, "}}")?;
        }
    }
    writeln!(code, "pub const METHODS: &[&str] = &{paths:?};")?;
    Ok(code)
}

/// `Command` for what a method takes that has a request id; and the answers that say no more than
/// what came of a command, made from it.
fn commands(pool: &DescriptorPool) -> Result<String, std::fmt::Error> {
    let mut code = String::new();
    for method in pool.services().flat_map(|service| {
        let methods: Vec<_> = service.methods().collect();
        methods
    }) {
        let (input, output) = (method.input(), method.output());
        if input.get_field_by_name("request_id").is_none() {
            continue;
        }
        let (input, answer) = (input.name(), output.name());
        writeln!(code, "impl crate::Command for {input} {{")?;
        writeln!(code, "type Response = {answer};")?;
        writeln!(code, "fn take_request_id(&mut self) -> String {{")?;
        writeln!(code, "::core::mem::take(&mut self.request_id)\n}}\n}}")?;
        let fields: Vec<_> = output.fields().collect();
        if matches!(&fields[..], [only] if only.name() == "outcome") {
            writeln!(code, "impl From<CommandOutcome> for {answer} {{")?;
            writeln!(code, "fn from(outcome: CommandOutcome) -> Self {{")?;
            writeln!(code, "Self {{ outcome: Some(outcome) }}\n}}\n}}")?;
        }
    }
    Ok(code)
}

/// Every file of the package, in the order of their names.
fn sources() -> Result<Vec<std::path::PathBuf>, std::io::Error> {
    let mut files = std::fs::read_dir("placement/v1")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "proto")
    });
    files.sort();
    Ok(files)
}

/// The messages with a field that holds personal data.
fn personal_messages(pool: &DescriptorPool) -> Vec<MessageDescriptor> {
    let ours = |message: &MessageDescriptor| message.package_name() == PACKAGE;
    let personal = |message: &MessageDescriptor| message.fields().any(|field| is_personal(&field));
    pool.all_messages().filter(ours).filter(personal).collect()
}

/// Whether the schema marks a field `debug_redact`.
fn is_personal(field: &FieldDescriptor) -> bool {
    let mark = field
        .options()
        .get_field_by_name("debug_redact")
        .and_then(|value| value.as_bool());
    mark.unwrap_or_default()
}

/// `Debug` for those messages, without the fields that hold personal data.
fn debug_of(messages: &[MessageDescriptor]) -> Result<String, std::fmt::Error> {
    let mut code = String::new();
    for message in messages {
        let name = message.name();
        writeln!(code, "impl ::core::fmt::Debug for {name} {{")?;
        writeln!(
            code,
            "fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{"
        )?;
        write!(code, "f.debug_struct({name:?})")?;
        for field in message.fields().filter(|field| !is_personal(field)) {
            write!(code, ".field({0:?}, &self.{0})", field.name())?;
        }
        writeln!(code, ".finish_non_exhaustive()\n}}\n}}")?;
    }
    Ok(code)
}
