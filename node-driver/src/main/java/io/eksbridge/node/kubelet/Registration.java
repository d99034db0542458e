// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.kubelet;

import io.eksbridge.node.NodeDriverConfig;
import io.eksbridge.node.NodeDriverMetrics;
import io.eksbridge.node.csi.Answering;
import io.eksbridge.node.csi.CsiServer;
import io.eksbridge.node.csi.RpcEdge;
import io.eksbridge.node.csi.UnixSocket;
import io.eksbridge.node.csi.UnixTransport;
import io.eksbridge.startup.Refusal;
import io.grpc.Server;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pluginregistration.PluginInfo;
import pluginregistration.RegistrationStatus;

/// Keeps the driver registered with the kubelet: offers it, hears how that ended, looks every
/// moment whether all is still in place, and leaves it to an instance that has taken over.
@Singleton
public final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  private final UnixTransport transport;
  private final RpcEdge edge;
  private final NodeDriverMetrics metrics;
  private final Duration pause;
  private final UnixSocket csi;
  private final UnixSocket socket;
  private final PluginLink link;
  private final PluginInfo info;
  private final Patience patience;
  private volatile boolean registered;
  private volatile Runnable whenRegistered = () -> {};
  private boolean yielded;
  private String complaint = "";
  private @Nullable Server server;
  private @Nullable Thread watch;

  @Inject
  Registration(
      NodeDriverConfig config,
      UnixTransport transport,
      @Named(CsiServer.SOCKET) UnixSocket csi,
      RpcEdge edge,
      NodeDriverMetrics metrics) {
    this(config, transport, csi, edge, metrics, Rhythm.USUAL);
  }

  Registration(
      NodeDriverConfig config,
      UnixTransport transport,
      UnixSocket csi,
      RpcEdge edge,
      NodeDriverMetrics metrics,
      Rhythm rhythm) {
    this.transport = transport;
    this.edge = edge;
    this.metrics = metrics;
    this.pause = rhythm.look();
    this.csi = csi;
    this.socket = new UnixSocket(config.registrationSocket(), "--csi-endpoint");
    this.link = new PluginLink(config.registrationLink(), config.registrationSocketForKubelet());
    this.info = info(config);
    this.patience = new Patience(rhythm);
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
    link.check();
    boolean inherited =
        link.look() == PluginLink.State.OURS && Predecessor.isRegistered(transport, socket, info);
    var service = new RegistrationService(info, this::asked, this::told);
    server =
        socket.bind(
            () ->
                transport
                    .server(socket)
                    .addService(service)
                    .intercept(Predecessor.telling(this::isRegistered))
                    .intercept(edge)
                    .build()
                    .start());
    if (inherited) {
      patience.accepted();
      LOG.atInfo()
          .addKeyValue("link", link.place())
          .log("took over from an instance that is registered");
    } else {
      offer("the driver has started");
    }
    registered = patience.isRegistered();
    if (registered) {
      whenRegistered.run();
    }
    watch = Thread.startVirtualThread(this::watch);
  }

  /// Takes the driver out of the kubelet's registry, unless an instance after this one serves it.
  synchronized void stop() {
    if (server == null) {
      return;
    }
    Optional.ofNullable(watch).ifPresent(Thread::interrupt);
    boolean succeeded = socket.answering() == Answering.ANOTHER;
    if (!succeeded) {
      link.remove();
    }
    socket.close(server);
    server = null;
    registered = false;
    LOG.atInfo()
        .addKeyValue("link", link.place())
        .log(succeeded ? "left to the next" : "deregistered");
  }

  private synchronized void asked() {
    patience.asked(System.nanoTime());
  }

  private synchronized void told(RegistrationStatus status) {
    if (status.getPluginRegistered()) {
      patience.accepted();
      LOG.atInfo().addKeyValue("link", link.place()).log("registered");
    } else {
      Duration wait = patience.refused(System.nanoTime());
      LOG.atWarn()
          .addKeyValue("problem", status.getError())
          .addKeyValue("failures", patience.refusals())
          .addKeyValue("retry_ms", wait.toMillis())
          .log("registration failed");
      if (socket.answering() == Answering.ANOTHER) {
        link.make(); // it was meant for the instance that took over: have the kubelet ask that one
      }
    }
    registered = patience.isRegistered();
    if (registered) {
      whenRegistered.run();
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(pause);
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // told to stop
    }
  }

  private synchronized void look() {
    try {
      switch (Upkeep.decide(seen())) {
        case Upkeep.Nothing _ -> yielded = false;
        case Upkeep.TakeBack _ -> takeBack();
        case Upkeep.Offer(var why) -> offer(why);
        case Upkeep.Yield _ -> giveWay();
      }
      complaint = "";
    } catch (Refusal refusal) {
      complain(String.valueOf(refusal.getMessage()));
    }
    registered = patience.isRegistered();
  }

  /// Once, however many looks find the same.
  private void complain(String problem) {
    if (!problem.equals(complaint)) {
      complaint = problem;
      LOG.atError().addKeyValue("problem", problem).log("registration failed");
    }
  }

  private Upkeep.Seen seen() {
    return new Upkeep.Seen(
        csi.answering(),
        socket.answering(),
        link.look(),
        patience.isRegistered(),
        patience.isDue(System.nanoTime()));
  }

  private void takeBack() {
    for (UnixSocket each : new UnixSocket[] {csi, socket}) {
      if (each.answering() == Answering.NOBODY) {
        each.takeBack();
        LOG.atWarn().addKeyValue("socket", each.path()).log("put back a socket nobody answered on");
      }
    }
  }

  private void offer(String why) {
    patience.offered(System.nanoTime());
    link.make();
    metrics.offered();
    LOG.atInfo()
        .addKeyValue("link", link.place())
        .addKeyValue("why", why)
        .log("offered to the kubelet");
  }

  private void giveWay() {
    patience.lost();
    if (!yielded) {
      yielded = true;
      LOG.atError()
          .addKeyValue("link", link.place())
          .log("another driver has registered under this name");
    }
  }
}
