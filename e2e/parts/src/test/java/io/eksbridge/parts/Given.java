// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a test needs of the machine: without it the test is skipped with the reason, or fails where
/// `CI` is set.
public final class Given {
  private Given() {}

  /// The API server's parts are installed.
  public static void apiServer() {
    program("etcd");
    program("kube-apiserver");
  }

  /// A cluster with nodes can be started: its parts are installed, and we are root.
  public static void nodes() {
    apiServer();
    List.of("kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl")
        .forEach(Given::program);
    List.of("containerd", "runc", "ctr", "iptables", "conntrack", "openssl", "ip", "busybox")
        .forEach(Given::program);
    unless(
        System.getProperty("user.name").equals("root"), "a cluster with nodes is started by root");
  }

  /// The part `name` is installed.
  public static Path program(String name) {
    try {
      return Parts.require(name);
    } catch (AbsentPart absent) {
      unless(false, String.valueOf(absent.getMessage()));
      throw absent;
    }
  }

  /// The service is laid out beside us.
  public static Path layout(String service) {
    Path layout = Layout.of(service);
    unless(
        Files.isExecutable(layout.resolve("bin/" + service)),
        layout + " is not there: run ./mvnw -pl " + service + " package");
    return layout;
  }

  /// The service's image is made beside us.
  public static Path image(String service) {
    try {
      return Layout.requireImage(service);
    } catch (AbsentPart absent) {
      unless(false, String.valueOf(absent.getMessage()));
      throw absent;
    }
  }

  /// A private mount namespace can be made.
  public static void mounts() throws Exception {
    var command = new ProcessBuilder(Namespace.command("true")).inheritIO();
    unless(command.start().waitFor() == 0, "the kernel allows no private mount namespace here");
  }

  private static void unless(boolean there, String reason) {
    if (!there && System.getenv("CI") != null) {
      fail(reason);
    }
    assumeTrue(there, reason);
  }
}
