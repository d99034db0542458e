// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// etcd and kube-apiserver on the loopback, with all admission plugins that are on by default and
/// without controllers: a namespace has no ServiceAccount until someone makes it, and one that is
/// deleted stays `Terminating`.
public final class RealApiServer implements Cluster {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Child etcd;
  private final Path folder;
  private final List<String> command;
  private final Kubeconfig access;
  private final Path kubeconfig;
  private Child apiServer;

  private RealApiServer(
      Child etcd, Path folder, List<String> command, Kubeconfig access, Path kubeconfig)
      throws IOException {
    this.etcd = etcd;
    this.folder = folder;
    this.command = command;
    this.access = access;
    this.kubeconfig = kubeconfig;
    this.apiServer = Child.start("kube-apiserver", folder, Map.of(), command);
  }

  /// Starts both, keeps everything below `folder`, and returns when the API server is ready.
  ///
  /// @throws AbsentPart when one of them is not installed
  public static RealApiServer start(Path folder) throws IOException, InterruptedException {
    return start(folder, List.of());
  }

  /// As above, and what is asked of it is written to `audit`.
  public static RealApiServer start(Path folder, AuditLog audit)
      throws IOException, InterruptedException {
    return start(folder, audit.flags());
  }

  private static RealApiServer start(Path folder, List<String> more)
      throws IOException, InterruptedException {
    Path etcd = Parts.require("etcd");
    Path kubeApiServer = Parts.require("kube-apiserver");
    String store = "http://127.0.0.1:" + Child.freePort();
    String peers = "http://127.0.0.1:" + Child.freePort();
    int port = Child.freePort();
    var access =
        new Kubeconfig(
            "https://127.0.0.1:" + port,
            Kubeconfig.plain("").token(),
            folder.resolve("certs/apiserver.crt"));
    Path file = access.write(folder.resolve("kubeconfig"));
    List<String> command =
        Stream.concat(apiServer(kubeApiServer, folder, store, port, access).stream(), more.stream())
            .toList();
    Child first = Child.start("etcd", folder, Map.of(), etcd(etcd, folder, store, peers));
    try {
      var started = new RealApiServer(first, folder, command, access, file);
      started.await();
      return started;
    } catch (IOException | InterruptedException failure) {
      first.close();
      throw failure;
    }
  }

  /// Kills the API server, not its store, and starts it again at the same address.
  public void restart() throws IOException, InterruptedException {
    leave();
    comeBack();
  }

  /// Kills the API server, not its store: nobody answers at its address.
  public void leave() throws InterruptedException {
    apiServer.kill();
  }

  /// Starts it again after [#leave], at the same address; returns when it is ready.
  public void comeBack() throws IOException, InterruptedException {
    apiServer = Child.start("kube-apiserver", folder, Map.of(), command);
    await();
  }

  /// How long it and its store have worked on a processor so far.
  public Duration cpu() {
    return apiServer.cpu().plus(etcd.cpu());
  }

  /// The lines of its log, since its last start, that hold these words.
  public List<String> said(String words) throws IOException {
    return apiServer.log().lines().filter(line -> line.contains(words)).toList();
  }

  private void await() throws IOException, InterruptedException {
    try {
      apiServer.await(LIMIT, () -> Files.exists(folder.resolve("certs/apiserver.crt")));
      apiServer.await(LIMIT, () -> ready(access));
    } catch (IOException | InterruptedException failure) {
      apiServer.close();
      throw failure;
    }
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public String title() {
    return "a real kube-apiserver with etcd";
  }

  @Override
  public void close() {
    apiServer.close();
    etcd.close();
  }

  private static List<String> etcd(Path program, Path folder, String clients, String peers) {
    return List.of(
        program.toString(),
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers);
  }

  private static List<String> apiServer(
      Path program, Path folder, String store, int port, Kubeconfig access) throws IOException {
    Path key = Files.writeString(folder.resolve("service-accounts.key"), privateKey());
    Path tokens =
        Files.writeString(
            folder.resolve("tokens.csv"), access.token() + ",admin,1,system:masters\n");
    return List.of(
        program.toString(),
        "--etcd-servers=" + store,
        "--cert-dir=" + folder.resolve("certs"),
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--allow-privileged=true",
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=172.20.0.0/16,fd12:3456::/108",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + key,
        "--service-account-signing-key-file=" + key,
        "--authorization-mode=RBAC",
        "--token-auth-file=" + tokens);
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      String encoded =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(pair.getPrivate().getEncoded());
      return "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Ready, and with the namespaces and priority classes that it makes for itself.
  private static boolean ready(Kubeconfig access) throws InterruptedException {
    try (var client = new ApiClient(access)) {
      return client.ask("GET", "/readyz").statusCode() == 200
          && client.ask("GET", "/api/v1/namespaces/kube-system").statusCode() == 200
          && client.ask("GET", "/api/v1/namespaces/default").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
