// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eksbridge.parts.ApiClient;
import io.eksbridge.parts.Child;
import io.eksbridge.parts.Patience;
import io.eksbridge.parts.RunningApiServer;
import io.eksbridge.parts.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pods are created through a real API server, which calls two webhooks, while their certificate is
/// changed again and again.
final class RotationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROTATIONS = 10;
  private static final String PODS = "/api/v1/namespaces/rotation/pods?dryRun=All";
  private static final String SECRET = "/api/v1/namespaces/eksbridge/secrets/release-certificate";

  @TempDir Path folder;

  @Test
  void noCallFailsAndNoPodIsMissedWhileTheCertificateChangesTenTimes() throws Exception {
    Kubectl kubectl = Kubectl.in(folder);
    RunningController controllers = RunningController.in(folder, kubectl);
    try (ApiClient api = RunningApiServer.client();
        var first = new Replica("first");
        var second = new Replica("second");
        var balancer = new Balancer(List.of(first.port, second.port))) {
      given(kubectl);
      try (Service controller = controllers.start("--service-port=" + balancer.port());
          var kubelet = new Kubelet(List.of(first.files, second.files))) {
        assertThat(Patience.until(() -> RunningController.settled(controller))).isTrue();
        assertThat(Patience.until(() -> injected(api))).as("the first pod").isTrue();

        var creations = new Creations();
        for (int rotation = 0; rotation < ROTATIONS; rotation++) {
          String before = served(api);
          api.must("DELETE", SECRET, null);
          assertThat(Patience.until(() -> !served(api).isEmpty() && !served(api).equals(before)))
              .as("rotation " + rotation)
              .isTrue();
          assertThat(Patience.until(() -> RunningController.settled(controller))).isTrue();
        }
        creations.end();
        assertThat(creations.failure.get()).as("after " + creations.all).isNull();
        assertThat(creations.missed.get())
            .as("of " + creations.all + ", " + RunningApiServer.server().said("calling webhook"))
            .isZero();
        assertThat(creations.all.get()).isGreaterThan(ROTATIONS * 10);
        for (Replica replica : List.of(first, second)) {
          assertThat(replica.reloads()).isGreaterThanOrEqualTo(ROTATIONS);
        }
        assertThat(kubelet.failure.get()).isNull();
      }
    } finally {
      controllers.cleanup();
      kubectl.run("delete", "lease", "eksbridge-injector", "-n", "eksbridge");
    }
  }

  private static void given(Kubectl kubectl) throws Exception {
    kubectl.apply("{apiVersion: v1, kind: Namespace, metadata: {name: rotation}}");
    kubectl.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: rotation}}");
    kubectl.apply( // no kube-proxy here: the API server goes where the name leads
        "{apiVersion: v1, kind: Service, metadata: {name: release, namespace: eksbridge}, spec: {type: ExternalName, externalName: localhost}}");
  }

  private static boolean injected(ApiClient api) throws IOException, InterruptedException {
    JsonNode pod =
        JSON.readTree(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"cart-"},"spec":{
            "schedulerName":"fargate-scheduler","containers":[{"name":"cart","image":"cart:1"}]}}
            """);
    return api.must("POST", PODS, pod).toString().contains("datadog-agent-injected");
  }

  /// The certificate that the Secret says is to be served; empty when there is none.
  private static String served(ApiClient api) throws IOException, InterruptedException {
    return JSON.readTree(api.ask("GET", SECRET).body()).at("/data/tls.crt").asText("");
  }

  /// A webhook whose files are mounted by a kubelet.
  private final class Replica implements AutoCloseable {
    final Path files;
    final int port = Child.freePort();
    private final Service service;

    Replica(String name) throws IOException {
      files = Files.createDirectory(folder.resolve(name));
      int management = Child.freePort();
      service =
          Service.start(
              "fargate-injector",
              files,
              management,
              "webhook",
              "--port=" + port,
              "--management-port=" + management,
              "--tls-certificate=" + files.resolve("tls.crt"),
              "--tls-key=" + files.resolve("tls.key"),
              "--inject-without-credentials",
              "--drain-wait=PT0S");
    }

    double reloads() throws IOException, InterruptedException {
      return service
          .get("/metrics")
          .lines()
          .filter(line -> line.contains("certificate_reloads_total{result=\"served\"}"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }

    @Override
    public void close() {
      service.close();
    }
  }

  /// Writes what the Secret holds into the folders of the pods, one long after the other, and takes
  /// it out again where the Secret is gone, as of an optional volume.
  private static final class Kubelet implements AutoCloseable {
    final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<Path> volumes;
    private final Thread thread;

    Kubelet(List<Path> volumes) {
      this.volumes = volumes;
      this.thread = Thread.ofVirtual().start(this::sync);
    }

    private void sync() {
      try (ApiClient api = RunningApiServer.client()) {
        for (int turn = 0; !Thread.currentThread().isInterrupted(); turn++) {
          Path volume = volumes.get(turn % volumes.size());
          JsonNode data = JSON.readTree(api.ask("GET", SECRET).body()).path("data");
          for (String key : List.of("tls.key", "tls.crt")) {
            if (data.has(key)) {
              Path next = Files.write(volume.resolve(".next"), data.path(key).binaryValue());
              Files.move(next, volume.resolve(key), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            } else {
              Files.deleteIfExists(volume.resolve(key));
            }
          }
          Thread.sleep(300);
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } catch (Exception broken) {
        failure.set(broken);
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  /// Creates one pod after the other.
  private static final class Creations {
    final AtomicInteger all = new AtomicInteger();
    final AtomicInteger missed = new AtomicInteger();
    final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean ended;
    private final Thread thread = Thread.ofVirtual().start(this::create);

    private void create() {
      try (ApiClient api = RunningApiServer.client()) {
        while (!ended) {
          all.incrementAndGet();
          if (!injected(api)) {
            missed.incrementAndGet();
          }
        }
      } catch (Exception broken) {
        failure.set(broken);
      }
    }

    void end() throws InterruptedException {
      ended = true;
      thread.join();
    }
  }
}
