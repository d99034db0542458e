// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.csi.RpcEdge;
import io.eksbridge.node.csi.UnixSocket;
import io.eksbridge.node.csi.UnixTransport;
import io.eksbridge.startup.Refusal;
import io.grpc.Server;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationStatus;

/// The socket by which the kubelet finds the driver. The kubelet does not try again by itself after
/// a failure: a new socket makes it.
@Singleton
public final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final Backoff PATIENCE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final UnixTransport transport;
  private final UnixSocket socket;
  private final RpcEdge edge;
  private final RegistrationService service;
  private final Backoff backoff;
  private volatile boolean registered;
  private volatile Runnable whenRegistered = () -> {};
  private boolean stopped = true;
  private int failures;
  private @Nullable Server server;
  private @Nullable Thread retry;

  @Inject
  Registration(
      NodeDriverConfig config, UnixTransport transport, RpcEdge edge, NodeDriverMetrics metrics) {
    this(config, transport, edge, metrics, PATIENCE);
  }

  Registration(
      NodeDriverConfig config,
      UnixTransport transport,
      RpcEdge edge,
      NodeDriverMetrics metrics,
      Backoff backoff) {
    this.transport = transport;
    this.socket = new UnixSocket(config.registrationSocket(), "--kubelet-path");
    this.edge = edge;
    this.service = new RegistrationService(info(config), this::told);
    this.backoff = backoff;
    metrics.registration(this::isRegistered);
  }

  private static PluginInfo info(NodeDriverConfig config) {
    return PluginInfo.newBuilder()
        .setType("CSIPlugin")
        .setName(config.driverName())
        .setEndpoint(config.csiSocketForKubelet().toString())
        .addSupportedVersions("1.0.0")
        .build();
  }

  /// Whether the kubelet took the driver in.
  public boolean isRegistered() {
    return registered;
  }

  /// Has `work` done at once if the kubelet has taken the driver in, and each time that it does.
  synchronized void whenRegistered(Runnable work) {
    whenRegistered = work;
    if (registered) {
      work.run();
    }
  }

  synchronized void start() {
    stopped = false;
    server =
        socket.bind(
            () -> transport.server(socket).addService(service).intercept(edge).build().start());
  }

  synchronized void stop() {
    stopped = true;
    Optional.ofNullable(retry).ifPresent(Thread::interrupt);
    Optional.ofNullable(server).ifPresent(socket::close);
    registered = false;
  }

  private synchronized void told(RegistrationStatus status) {
    registered = status.getPluginRegistered();
    if (registered) {
      failures = 0;
      LOG.atInfo().addKeyValue("socket", socket.path()).log("registered");
      whenRegistered.run();
      return;
    }
    failures++;
    Duration wait = backoff.after(failures);
    LOG.atWarn()
        .addKeyValue("problem", status.getError())
        .addKeyValue("failures", failures)
        .addKeyValue("retry_ms", wait.toMillis())
        .log("registration failed");
    retryAfter(wait);
  }

  private void retryAfter(Duration wait) {
    if (retry == null && !stopped) {
      retry =
          Thread.startVirtualThread(
              () -> {
                try {
                  Thread.sleep(wait);
                  again();
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt(); // told to stop
                }
              });
    }
  }

  private synchronized void again() {
    retry = null;
    if (stopped || registered) {
      return;
    }
    Optional.ofNullable(server).ifPresent(socket::close);
    try {
      start();
    } catch (Refusal refusal) {
      failures++;
      LOG.atError().addKeyValue("problem", refusal.getMessage()).log("registration failed");
      retryAfter(backoff.after(failures));
    }
  }
}
