// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.ControllerGetCapabilitiesRequest;
import csi.v1.ControllerGetCapabilitiesResponse;
import csi.v1.ControllerGrpc;
import csi.v1.ControllerServiceCapability;
import csi.v1.ControllerServiceCapability.RPC;
import csi.v1.CreateVolumeRequest;
import csi.v1.CreateVolumeResponse;
import csi.v1.DeleteVolumeRequest;
import csi.v1.DeleteVolumeResponse;
import csi.v1.Volume;
import io.eksbridge.node.Node;
import io.eksbridge.node.PrivateMounts;
import io.eksbridge.node.RunningDriver;
import io.eksbridge.parts.Given;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The conformance suite of the CSI project as an outside judge, on real mounts. It makes each
/// volume by a controller, which this driver has not: the tests have one.
final class CsiSanityTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"DSDSocketDirectory", "APMSocket"})
  void elevenOfElevenSpecsThatApplyPass(String type) throws Exception {
    PrivateMounts.required();
    Path sanity = Given.program("csi-sanity");
    Path controller = folder.resolve("controller.sock");
    Path log = folder.resolve("log");
    var transport = new UnixTransport();

    try (var node = new Node(folder);
        var _ = new RunningDriver(node)) {
      Server stub = controller(transport, new UnixSocket(controller, ""), node);
      Process judge =
          new ProcessBuilder(
                  sanity.toString(),
                  "--csi.endpoint=" + node.csiSocket(),
                  "--csi.controllerendpoint=" + controller,
                  "--csi.mountdir=" + mountFolder(node),
                  "--csi.stagingdir=" + folder.resolve("staging"),
                  "--csi.testvolumeparameters=" + parameters(type),
                  "--ginkgo.skip=Controller Server",
                  "--ginkgo.no-color")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();

      int code = judge.waitFor();

      stub.shutdownNow();
      String verdict = Files.readString(log, StandardCharsets.UTF_8);
      assertThat(verdict).contains("11 Passed | 0 Failed");
      assertThat(code).isZero();
    } finally {
      transport.close();
    }
  }

  /// It makes this folder, and has the volume mounted at `target` in it.
  private static Path mountFolder(Node node) throws IOException {
    return node.target("sanity").resolveSibling("").resolveSibling("sanity");
  }

  private Path parameters(String type) throws IOException {
    return Files.writeString(folder.resolve("parameters.yaml"), "type: " + type + "\n");
  }

  private static Server controller(UnixTransport transport, UnixSocket socket, Node node) {
    return socket.bind(
        () ->
            transport
                .server(socket)
                .addService(new IdentityService(node.config()))
                .addService(new StubController())
                .build()
                .start());
  }

  private static final class StubController extends ControllerGrpc.ControllerImplBase {
    @Override
    public void createVolume(
        CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> caller) {
      Volume volume =
          Volume.newBuilder()
              .setVolumeId(request.getName())
              .putAllVolumeContext(request.getParametersMap())
              .build();
      caller.onNext(CreateVolumeResponse.newBuilder().setVolume(volume).build());
      caller.onCompleted();
    }

    @Override
    public void deleteVolume(
        DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> caller) {
      caller.onNext(DeleteVolumeResponse.getDefaultInstance());
      caller.onCompleted();
    }

    @Override
    public void controllerGetCapabilities(
        ControllerGetCapabilitiesRequest request,
        StreamObserver<ControllerGetCapabilitiesResponse> caller) {
      var volumes = RPC.newBuilder().setType(RPC.Type.CREATE_DELETE_VOLUME);
      caller.onNext(
          ControllerGetCapabilitiesResponse.newBuilder()
              .addCapabilities(ControllerServiceCapability.newBuilder().setRpc(volumes))
              .build());
      caller.onCompleted();
    }
  }
}
