// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.node.Eventually;
import io.eksbridge.node.csi.Answering;
import io.eksbridge.node.csi.UnixSocket;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import pluginregistration.InfoRequest;
import pluginregistration.RegistrationGrpc;
import pluginregistration.RegistrationStatus;

/// An upgrade that starts the new instance beside the old.
final class HandOverTest extends Instances {
  @Test
  void theSecondIsRegisteredAtOnceAndTheKubeletSeesNothing() {
    Instance first = instance().start();
    tell(true, "");
    Object before = identity();

    Instance second = instance().start();

    assertThat(second.registration.isRegistered()).isTrue();
    assertThat(first.registration.isRegistered()).isTrue();
    assertThat(first.csi.answering()).isEqualTo(Answering.ANOTHER);
    assertThat(identity()).isEqualTo(before);
  }

  @Test
  void theFirstLeavesTheLinkAndTheSocketsToTheSecond() {
    Instance first = instance().start();
    tell(true, "");
    Object before = identity();
    Instance second = instance().start();

    first.stop();

    assertThat(identity()).isEqualTo(before);
    assertThat(second.csi.answering()).isEqualTo(Answering.THIS);
    assertThat(second.registration.isRegistered()).isTrue();
    assertThat(info().getName()).isEqualTo("k8s.csi.datadoghq.com");
  }

  @Test
  void theSecondOffersItselfWhenTheFirstWasNeverRegistered() {
    Instance first = instance().start();
    Object before = identity();

    Instance second = instance().start();

    assertThat(second.registration.isRegistered()).isFalse();
    assertThat(identity()).isNotEqualTo(before);
    tell(true, "");
    assertThat(second.registration.isRegistered()).isTrue();
    assertThat(first.registration.isRegistered()).isFalse();
  }

  @Test
  void theSecondOffersItselfWhenTheFirstTookTheLinkAwayAsItCame() throws IOException {
    Instance first = instance().start();
    tell(true, "");
    Files.delete(link);

    Instance second = instance().start();

    Eventually.holds("the link", () -> Files.exists(link));
    Eventually.holds("not registered", () -> !second.registration.isRegistered());
    first.stop();
    tell(true, "");
    assertThat(second.registration.isRegistered()).isTrue();
  }

  @Test
  void theFirstComesBackWhenTheSecondDiesAndTheKubeletSeesNothing() {
    Instance first = instance().start();
    tell(true, "");
    Object before = identity();
    var csi = new UnixSocket(node.csiSocket(), "--csi-endpoint");
    var registration = new UnixSocket(node.config().registrationSocket(), "--csi-endpoint");
    Server second = csi.bind(() -> kubelet.server(csi).build().start());
    Server secondRegistration =
        registration.bind(() -> kubelet.server(registration).build().start());
    assertThat(first.csi.answering()).isEqualTo(Answering.ANOTHER);

    var _ = second.shutdownNow();
    var _ = secondRegistration.shutdownNow();

    Eventually.holds("the first again", () -> first.csi.answering() == Answering.THIS);
    assertThat(info().getName()).isEqualTo("k8s.csi.datadoghq.com");
    assertThat(identity()).isEqualTo(before);
    assertThat(first.registration.isRegistered()).isTrue();
  }

  @Test
  void theFirstDeregistersWhenItStopsAfterTheSecondHasDied() {
    Instance first = instance().start();
    tell(true, "");
    var registration = new UnixSocket(node.config().registrationSocket(), "--csi-endpoint");
    Server second = registration.bind(() -> kubelet.server(registration).build().start());

    var _ = second.shutdownNow();
    first.stop();

    assertThat(link.getParent()).isEmptyDirectory();
  }

  @Test
  void aRefusalThatReachesTheFirstMakesTheKubeletAskTheSecond() {
    Instance first = instance().start();
    tell(true, "");
    Object before = identity();
    ManagedChannel open = kubelet.channel(new UnixSocket(link, ""));
    var toTheFirst = RegistrationGrpc.newBlockingStub(open);
    var _ = toTheFirst.getInfo(InfoRequest.getDefaultInstance());
    Instance second = instance().start();
    assertThat(second.registration.isRegistered()).isTrue();

    var _ = toTheFirst.notifyRegistrationStatus(RegistrationStatus.getDefaultInstance());
    open.shutdownNow();

    assertThat(identity()).isNotEqualTo(before);
    assertThat(first.registration.isRegistered()).isFalse();
    tell(true, "");
    assertThat(second.registration.isRegistered()).isTrue();
  }

  @Test
  void anInstanceOfAnotherDriverIsNoPredecessor() throws IOException {
    var registration = new UnixSocket(node.config().registrationSocket(), "--csi-endpoint");
    Files.createSymbolicLink(link, node.config().registrationSocketForKubelet());
    Server stranger = registration.bind(() -> kubelet.server(registration).build().start());

    Instance driver = instance().start();

    assertThat(driver.registration.isRegistered()).isFalse();
    var _ = stranger.shutdownNow();
  }
}
