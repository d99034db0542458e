// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import io.eksbridge.inject.api.ApiObjects;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes part in the election until it is stopped.
final class Leadership implements Runnable, Term {
  private static final Logger LOGGER = LoggerFactory.getLogger(Leadership.class);
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration RENEW = Duration.ofSeconds(4);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ApiObjects objects;
  private final String path;
  private final String identity;
  private final Runnable held;
  private final Runnable changed;
  private final Runnable waiting;
  private volatile Optional<LeaderElector> current = Optional.empty();
  private volatile boolean leader;
  private volatile boolean stopping;

  /// `held` is run, again and again, while this replica has the Lease, `changed` when it begins and
  /// ends to lead, `waiting` when another has the Lease.
  Leadership(
      ApiObjects objects,
      String path,
      String identity,
      Runnable held,
      Runnable changed,
      Runnable waiting) {
    this.objects = objects;
    this.path = path;
    this.identity = identity;
    this.held = held;
    this.changed = changed;
    this.waiting = waiting;
  }

  @Override
  public boolean leader() {
    return leader;
  }

  @Override
  public boolean confirmed() throws IOException {
    return leader
        && objects.get(path).map(LeaseRecord::holder).filter(identity::equals).isPresent();
  }

  @Override
  public void run() {
    var lease = new LeaseRecord(objects, path, identity, System::nanoTime, held);
    while (!stopping) {
      var config = new LeaderElectionConfig(lease, LEASE, RENEW, RETRY);
      var elector = new LeaderElector(config, this::failed);
      current = Optional.of(elector);
      try {
        elector.run(() -> become(true), () -> become(false), this::leads);
      } catch (RuntimeException ended) { // whatever an elector that is being closed makes of it
        if (!stopping) {
          failed(ended);
        }
      } finally {
        leader = false;
        elector.close();
      }
    }
  }

  /// Stops to take part, and gives the Lease back so that another need not wait for it.
  void stop() {
    stopping = true;
    current.ifPresent(LeaderElector::close);
  }

  private void leads(String holder) {
    if (!holder.equals(identity)) {
      waiting.run();
    }
  }

  private void become(boolean now) {
    leader = now;
    LOGGER.atInfo().addKeyValue("identity", identity).log(now ? "leading" : "no longer leading");
    changed.run();
  }

  private void failed(Throwable why) {
    LOGGER.atWarn().addKeyValue("why", String.valueOf(why)).log("election failed");
  }
}
