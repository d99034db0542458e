// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.api.ApiObjects;
import io.kubernetes.client.extended.leaderelection.LeaderElectionRecord;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeaseRecordTest {
  private static final String PATH = LeaseRecord.path("eksbridge");

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger told = new AtomicInteger();
  private StormyApiServer server;
  private ApplicationContext context;
  private LeaseRecord lease;

  @BeforeEach
  void aLease() throws Exception {
    server = new StormyApiServer();
    context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(
                Map.of(
                    FargateInjector.COMMAND,
                    FargateInjector.CLEANUP,
                    "fargate-injector.kubeconfig",
                    server.kubeconfig(folder).toString()))
            .start();
    lease =
        new LeaseRecord(
            context.getBean(ApiObjects.class), PATH, "me", nanos::get, told::incrementAndGet);
  }

  @AfterEach
  void withoutIt() {
    context.close();
    server.close();
  }

  @Test
  void aCleanupThatTookItIsLeftAloneForAsLongAsItSays() throws Exception {
    held("me", 6);
    var _ = lease.get();
    held("cleanup", 300);
    var _ = lease.get();
    nanos.addAndGet(Duration.ofSeconds(299).toNanos());
    var _ = lease.get();

    assertThat(lease.update(mine())).isFalse();

    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(lease.update(mine())).isTrue();
  }

  @Test
  void aCleanupFromBeforeThisProcessIsAHolderLikeOthers() throws Exception {
    held("cleanup", 300);
    var _ = lease.get();
    var _ = lease.get();

    assertThat(lease.update(mine())).isTrue();
  }

  @Test
  void anotherReplicaIsAHolderLikeOthers() throws Exception {
    held("me", 6);
    var _ = lease.get();
    held("another", 6);
    var _ = lease.get();

    assertThat(lease.update(mine())).isTrue();
  }

  @Test
  void whoHasTheLeaseIsToldAtOnceAndWhoWasRefusedOrGivesItBackIsNot() throws Exception {
    held("me", 6);
    var _ = lease.get();
    server.refuses(409);
    assertThat(lease.update(mine())).isFalse();
    server.refuses(0);
    LeaderElectionRecord back = mine();
    back.setHolderIdentity("");
    assertThat(lease.update(back)).isTrue();
    assertThat(told).hasValue(0);

    assertThat(lease.update(mine())).isTrue();

    assertThat(told).hasValue(1);
  }

  private void held(String holder, int seconds) throws Exception {
    server.has(
        PATH,
        "{'metadata':{'name':'eksbridge-injector','resourceVersion':'7'},'spec':{'holderIdentity':'%s','leaseDurationSeconds':%d}}"
            .formatted(holder, seconds));
  }

  @SuppressWarnings("JavaUtilDate") // client-java's type
  private static LeaderElectionRecord mine() {
    var now = new Date();
    return new LeaderElectionRecord("me", 6, now, now, 1);
  }
}
