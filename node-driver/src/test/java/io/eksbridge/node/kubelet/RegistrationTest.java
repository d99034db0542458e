// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.eksbridge.node.Eventually;
import io.eksbridge.node.LogLines;
import io.eksbridge.node.csi.Answering;
import io.eksbridge.startup.Refusal;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import pluginregistration.PluginInfo;

/// One instance and the kubelet.
final class RegistrationTest extends Instances {
  @Test
  void theKubeletIsToldTheSocketAsItSeesIt() {
    var _ = instance().start();

    assertThat(info())
        .isEqualTo(
            PluginInfo.newBuilder()
                .setType("CSIPlugin")
                .setName("k8s.csi.datadoghq.com")
                .setEndpoint(node.kubelet() + "/plugins/datadog.csi/driver/csi.sock")
                .addSupportedVersions("1.0.0")
                .build());
  }

  @Test
  void itCountsAsRegisteredOnceTheKubeletSaysSo() {
    Instance driver = instance().start();
    assertThat(driver.meter("datadog.csi.driver.registered")).isZero();

    tell(true, "");

    assertThat(driver.registration.isRegistered()).isTrue();
    assertThat(driver.meter("datadog.csi.driver.registered")).isEqualTo(1);
    assertThat(driver.meter("datadog.csi.driver.registration.offers")).isEqualTo(1);
  }

  @Test
  void afterARefusalTheKubeletSeesThePluginComeAnew() {
    Instance driver = instance().start();
    Object first = identity();

    tell(false, "no such node");

    Eventually.holds("a new link", () -> Files.exists(link) && !first.equals(identity()));
    tell(true, "");
    assertThat(driver.registration.isRegistered()).isTrue();
  }

  @Test
  void aRefusalAfterASuccessTakesItBackAndIsFollowedByANewOffer() {
    Instance driver = instance().start();
    tell(true, "");
    Object first = identity();

    tell(false, "kubelet restarted");

    assertThat(driver.registration.isRegistered()).isFalse();
    Eventually.holds("a new link", () -> Files.exists(link) && !first.equals(identity()));
  }

  @Test
  void aKubeletThatDoesNotAnswerSeesThePluginComeAgain() {
    Instance driver = impatient().start();

    Eventually.holds("offers", () -> driver.meter("datadog.csi.driver.registration.offers") > 3);
  }

  @Test
  void aKubeletThatAsksAgainAndAgainChangesNothing() {
    Instance driver = instance().start();
    tell(true, "");
    Object first = identity();

    for (int asked = 0; asked < 100; asked++) {
      var _ = info();
    }

    assertThat(driver.registration.isRegistered()).isTrue();
    assertThat(identity()).isEqualTo(first);
  }

  @Test
  void aLinkThatSomeoneRemovedIsMadeAgainAndTheKubeletIsWaitedForAgain() throws IOException {
    Instance driver = instance().start();
    tell(true, "");

    Files.delete(link);

    Eventually.holds("the link", () -> Files.exists(link));
    Eventually.holds("not registered", () -> !driver.registration.isRegistered());
    tell(true, "");
    assertThat(driver.registration.isRegistered()).isTrue();
  }

  @Test
  void aRegistryThatWasRemovedIsWaitedFor() throws IOException {
    Instance driver = instance().start();
    tell(true, "");
    Path registry = link.resolveSibling("");

    Files.move(registry, node.kubelet().resolve("moved"));
    Eventually.holds("not registered", () -> !driver.registration.isRegistered());
    Files.createDirectories(registry);

    Eventually.holds("the link", () -> Files.exists(link));
  }

  @Test
  void whatStaysInTheWayIsLoggedOnceHoweverOftenItIsFound() throws Exception {
    Instance driver = instance().start();
    tell(true, "");
    Path registry = link.resolveSibling("");

    try (LogLines lines = LogLines.of(Registration.class, Level.WARN)) {
      for (int outage = 1; outage <= 2; outage++) {
        Files.move(registry, node.kubelet().resolve("moved"));
        int told = outage;
        Eventually.holds("a line", () -> lines.soFar().size() >= told);
        TimeUnit.MILLISECONDS.sleep(100); // as long as a hundred looks
        Files.move(node.kubelet().resolve("moved"), registry);
        Eventually.holds("the link", () -> Files.exists(link));
        tell(true, "");
      }

      assertThat(driver.registration.isRegistered()).isTrue();
      assertThat(lines.soFar())
          .extracting(ILoggingEvent::getMessage)
          .containsExactly("registration failed", "registration failed");
    }
  }

  @Test
  void socketsThatSomeoneRemovedArePutBackAndTheRegistrationStays() throws IOException {
    Instance driver = instance().start();
    tell(true, "");
    Object first = identity();

    Files.delete(node.csiSocket());
    Files.delete(node.config().registrationSocket());

    Eventually.holds("the sockets", () -> driver.csi.answering() == Answering.THIS);
    Eventually.holds("the link", () -> Files.exists(link));
    assertThat(info().getName()).isEqualTo("k8s.csi.datadoghq.com");
    assertThat(identity()).isEqualTo(first);
    assertThat(driver.registration.isRegistered()).isTrue();
  }

  @Test
  void aSocketThatAnotherDriverLeftInThePlaceIsReplaced() throws IOException {
    try (var registrar = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      registrar.bind(UnixDomainSocketAddress.of(link));
    }

    var _ = instance().start();

    assertThat(info().getName()).isEqualTo("k8s.csi.datadoghq.com");
  }

  @Test
  void anotherDriverThatTakesThePlaceKeepsIt() throws IOException {
    Instance driver = instance().start();
    tell(true, "");

    try (var registrar = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path beside = node.kubelet().resolve("registrar.sock");
      registrar.bind(UnixDomainSocketAddress.of(beside));
      Files.move(beside, link, StandardCopyOption.ATOMIC_MOVE);

      Eventually.holds("not registered", () -> !driver.registration.isRegistered());
      driver.stop();
      assertThat(link).exists();
    }
  }

  @Test
  void stoppingTakesTheLinkAndTheSocketAway() {
    Instance driver = instance().start();
    tell(true, "");

    driver.stop();

    assertThat(link.getParent()).isEmptyDirectory();
    assertThat(node.csiSocket().getParent()).isEmptyDirectory();
    assertThat(driver.registration.isRegistered()).isFalse();
  }

  @Test
  void aFileInThePlaceIsRefusedNamingTheFlagAndKept() throws IOException {
    Files.writeString(link, "precious");
    Instance driver = instance();

    assertThatThrownBy(driver::start)
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("--kubelet-path: cannot make ")
        .hasMessageContaining("something else than a socket");
    assertThat(link).hasContent("precious");
  }

  @Test
  void aKubeletFolderWithoutARegistryIsRefusedNamingTheFlag() throws IOException {
    Files.delete(link.getParent());
    Instance driver = instance();

    assertThatThrownBy(driver::start)
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("--kubelet-path: ")
        .hasMessageContaining("plugins_registry is not a directory");
  }
}
