// The page, with generated code.
import { createRegistry } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { file_google_rpc_error_details } from "../gen/google/rpc/error_details_pb.js";
import { AccountService } from "../gen/placement/v1/account_pb.js";
import { Level } from "../gen/placement/v1/common_pb.js";
import { EstablishmentService } from "../gen/placement/v1/establishment_pb.js";
import { FollowUpService } from "../gen/placement/v1/follow_up_pb.js";
import { Session, transport } from "./client.js";
import { serverUrl, show } from "./page.js";

const session = new Session();
const registry = createRegistry(file_google_rpc_error_details);
const grpcWeb = transport(serverUrl, session, () => registry);

show({
  accounts: createClient(AccountService, grpcWeb),
  colleges: createClient(EstablishmentService, grpcWeb),
  followUps: createClient(FollowUpService, grpcWeb),
  session,
  registry,
  troisieme: Level.TROISIEME,
});
