"""Services and messages as the server describes them by reflection."""
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

PACKAGE = "placement.v1"


class Server:
    """`server.HostService.GetHost` is a method to call, `server.GetHostRequest` a message."""

    def __init__(self, channel):
        self._channel = channel
        self._pool = DescriptorPool(ProtoReflectionDescriptorDatabase(channel))

    def __getattr__(self, name):
        if name.endswith("Service"):
            found = Service(self._channel, self._pool.FindServiceByName(f"{PACKAGE}.{name}"))
        else:
            found = GetMessageClass(self._pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))
        setattr(self, name, found)
        return found


class Service:
    """The methods of a service."""

    def __init__(self, channel, described):
        for method in described.methods:
            # Whether the client sends one message or many, and the server answers one or many.
            sent = "stream" if method.client_streaming else "unary"
            answered = "stream" if method.server_streaming else "unary"
            callable_method = getattr(channel, f"{sent}_{answered}")(
                f"/{described.full_name}/{method.name}",
                request_serializer=lambda message: message.SerializeToString(),
                response_deserializer=GetMessageClass(method.output_type).FromString,
            )
            setattr(self, method.name, callable_method)
