// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.watch;

import io.eksbridge.sync.Names;
import io.eksbridge.sync.RotationConfig;
import io.eksbridge.sync.kube.ApplyResult;
import io.eksbridge.sync.kube.ClusterAgent;
import io.eksbridge.sync.kube.Fingerprints;
import io.eksbridge.sync.kube.Memory;
import io.eksbridge.sync.kube.Memory.Remembered;
import io.eksbridge.sync.kube.SourceSecret;
import io.eksbridge.sync.plan.Offer;
import io.eksbridge.sync.plan.Source;
import io.eksbridge.sync.rotation.AgentAnswer;
import io.eksbridge.sync.rotation.Changes;
import io.eksbridge.sync.rotation.Phase;
import io.eksbridge.sync.rotation.Rotation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Brings a new token where it is needed, step by step, and decides which values the copies get
/// meanwhile.
@Singleton
final class Rotating {
  private static final int STEPS = 5; // as many phases as can pass without waiting

  private final Observed observed;
  private final NamespaceQueue queue;
  private final Reconciler reconciler;
  private final ClusterAgent agent;
  private final Memory memory;
  private final SourceSecret secret;
  private final Fingerprints fingerprints;
  private final RotationReport report;
  private final RotationConfig config;
  private Remembered now = Remembered.NOTHING;
  private Remembered saved = Remembered.NOTHING;
  private boolean loaded;
  private boolean woken;
  private AgentAnswer answer = AgentAnswer.UNASKED;
  private Optional<Source.Good> last = Optional.empty();

  Rotating(
      Observed observed,
      NamespaceQueue queue,
      Reconciler reconciler,
      ClusterAgent agent,
      Memory memory,
      SourceSecret secret,
      Fingerprints fingerprints,
      RotationReport report,
      RotationConfig config) {
    this.observed = observed;
    this.queue = queue;
    this.reconciler = reconciler;
    this.agent = agent;
    this.memory = memory;
    this.secret = secret;
    this.fingerprints = fingerprints;
    this.report = report;
    this.config = config;
  }

  /// Where it stands.
  synchronized Rotation state() {
    return now.rotation();
  }

  /// Begins from what was remembered: by whoever does the work now.
  void load() throws IOException {
    Remembered remembered = memory.load();
    synchronized (this) {
      now = remembered;
      saved = remembered;
      loaded = true;
    }
    offered();
  }

  /// The sources give something else: what needs no waiting is done at once.
  synchronized void offered() {
    answer = AgentAnswer.UNASKED;
    step();
    woken = true;
    notifyAll();
  }

  /// What the cluster agent makes of the source's token now.
  AgentAnswer ask() {
    return observed.offer().source() instanceof Source.Good good
        ? agent.accepts(good.values().getOrDefault(Names.TOKEN, ""))
        : AgentAnswer.UNASKED;
  }

  /// Asks the cluster agent where that matters, goes on, and remembers; how long to wait until the
  /// next time.
  Duration tick() throws IOException {
    AgentAnswer told = ask();
    report.answer(told);
    Remembered after;
    synchronized (this) {
      answer = told;
      step();
      after = now;
    }
    if (!after.equals(saved)) {
      memory.save(after);
      saved = after;
    }
    if (after.rotation().phase() == Phase.SWITCHING) {
      put();
    }
    return switch (state().phase()) {
      case SPREADING -> Duration.ofMillis(100);
      case SWITCHING -> Duration.ofSeconds(1);
      case WAITING, CONFIRMING -> Duration.ofSeconds(2);
      case SETTLED -> Duration.ofSeconds(30);
    };
  }

  /// Waits for so long, or until the sources give something else.
  synchronized void await(Duration pause) throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    long left = pause.toMillis();
    while (!woken && left > 0) {
      wait(left);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
    woken = false;
  }

  private void put() {
    observed
        .offer()
        .next()
        .filter(next -> fingerprint(next).equals(state().target()))
        .ifPresent(
            next -> {
              ApplyResult result = secret.put(next.values().getOrDefault(Names.TOKEN, ""));
              report.switched(result);
            });
  }

  private synchronized void step() {
    if (!loaded) {
      return;
    }
    Offer offer = observed.offer();
    Source effective = offer.source();
    if (effective instanceof Source.Good good) {
      count(fingerprint(good), offer);
      Rotation rotation = now.rotation();
      for (int done = 0; done < STEPS; done++) {
        Rotation next = rotation.advance(view(rotation, good, offer));
        if (next.equals(rotation)) {
          break;
        }
        report.moved(rotation, next);
        rotation = next;
      }
      now = new Remembered(rotation, now.changes());
      effective = values(rotation, good, offer);
      if (rotation.phase() != Phase.WAITING) {
        last = Optional.of((Source.Good) effective);
      }
    }
    report.phase(now.rotation());
    if (!effective.equals(observed.source())) {
      observed.source(effective);
      observed.namespaces().forEach(queue::add);
    }
  }

  private Rotation.View view(Rotation rotation, Source.Good good, Offer offer) {
    boolean spread =
        rotation.phase() == Phase.SPREADING
            && reconciler.lacking(values(rotation, good, offer)) == 0;
    return new Rotation.View(
        fingerprint(good),
        offer.next().map(this::fingerprint),
        answer,
        spread,
        System.currentTimeMillis(),
        config.gate(),
        config.spreadDeadline().toMillis());
  }

  private Source.Good values(Rotation rotation, Source.Good good, Offer offer) {
    return switch (rotation.value()) {
      case SOURCE -> good;
      case NEXT -> offer.next().orElse(good);
      case LAST -> last.orElseGet(good::forNewOnly);
    };
  }

  /// A change that we have not made ourselves counts against the source.
  private void count(String token, Offer offer) {
    Rotation rotation = now.rotation();
    boolean known =
        rotation.target().isEmpty()
            || token.equals(rotation.target())
            || token.equals(rotation.accepted());
    long time = System.currentTimeMillis();
    long window = config.flappingWindow().toMillis();
    if (!known) {
      now = new Remembered(rotation, now.changes().with(time, window));
    }
    Changes changes = now.changes();
    report.flapping(
        changes.tooMany(config.flappingChanges(), time, window),
        changes.times().size(),
        offer.rendered());
  }

  private String fingerprint(Source.Good source) {
    return fingerprints.token(source.values().getOrDefault(Names.TOKEN, ""));
  }
}
