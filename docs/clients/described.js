// Services and messages as the server describes them by reflection: for Node and for browsers.
import { create, createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";

const PACKAGE = "grpc.reflection.v1";

// The reflection service, as far as it is used here. A call asks one question, so that it is
// server streaming: a browser has no other kind of stream.
const reflection = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      {
        name: "grpc/reflection/v1/reflection.proto",
        package: PACKAGE,
        syntax: "proto3",
        messageType: [
          {
            name: "ServerReflectionRequest",
            field: [
              { name: "file_by_filename", number: 3, type: Type.STRING, label: Label.OPTIONAL, oneofIndex: 0 },
              { name: "file_containing_symbol", number: 4, type: Type.STRING, label: Label.OPTIONAL, oneofIndex: 0 },
            ],
            oneofDecl: [{ name: "message_request" }],
          },
          {
            name: "FileDescriptorResponse",
            field: [{ name: "file_descriptor_proto", number: 1, type: Type.BYTES, label: Label.REPEATED }],
          },
          {
            name: "ServerReflectionResponse",
            field: [
              {
                name: "file_descriptor_response",
                number: 4,
                type: Type.MESSAGE,
                typeName: `.${PACKAGE}.FileDescriptorResponse`,
                label: Label.OPTIONAL,
              },
            ],
          },
        ],
        service: [
          {
            name: "ServerReflection",
            method: [
              {
                name: "ServerReflectionInfo",
                inputType: `.${PACKAGE}.ServerReflectionRequest`,
                outputType: `.${PACKAGE}.ServerReflectionResponse`,
                serverStreaming: true,
              },
            ],
          },
        ],
      },
    ],
  }),
);

/** The reflection service, to make a client of. */
export const ServerReflection = reflection.getService(`${PACKAGE}.ServerReflection`);

/**
 * A registry with these services and messages, and all that they need:
 * `(await describe(client, ["placement.v1.HostService"])).getService("placement.v1.HostService")`.
 */
export async function describe(client, symbols) {
  const files = new Map();
  const ask = async (messageRequest) => {
    for await (const answer of client.serverReflectionInfo({ messageRequest })) {
      for (const bytes of answer.fileDescriptorResponse?.fileDescriptorProto ?? []) {
        const file = fromBinary(FileDescriptorProtoSchema, bytes);
        files.set(file.name, file);
      }
    }
  };
  for (const value of symbols) {
    await ask({ case: "fileContainingSymbol", value });
  }
  for (const file of files.values()) {
    for (const value of file.dependency.filter((name) => !files.has(name))) {
      await ask({ case: "fileByFilename", value });
    }
  }
  return createFileRegistry(create(FileDescriptorSetSchema, { file: inOrder(files) }));
}

/** Each file after those that it imports. */
function inOrder(files) {
  const ordered = new Set();
  const visit = (file) => {
    if (!ordered.has(file)) {
      file.dependency.forEach((name) => visit(files.get(name)));
      ordered.add(file);
    }
  };
  [...files.values()].forEach(visit);
  return [...ordered];
}
