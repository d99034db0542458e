// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.inject.FargateInjector;
import io.eksbridge.inject.Names;
import io.eksbridge.inject.api.ApiObjects;
import io.kubernetes.client.extended.leaderelection.LeaderElectionRecord;
import io.kubernetes.client.extended.leaderelection.Lock;
import io.kubernetes.client.openapi.ApiException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Lease for client-java's elector, made by its path so that the right to it is locked to its
/// name. The elector goes by its own duration; a `cleanup` that took the Lease while this process
/// took part is left alone for as long as the Lease itself says. One that was there before, as when
/// the release is installed anew, is a holder like others.
final class LeaseRecord implements Lock {
  private static final Logger LOGGER = LoggerFactory.getLogger(LeaseRecord.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final ApiObjects objects;
  private final String path;
  private final String identity;
  private final LongSupplier nanos;
  private final Runnable held;
  private volatile @Nullable JsonNode seen;
  private volatile String former = "";
  private volatile OptionalLong leftToCleanup = OptionalLong.empty();

  /// `nanos` is a clock that only goes forward; `held` is run whenever the Lease was written for
  /// this identity, which the elector tells only later.
  LeaseRecord(ApiObjects objects, String path, String identity, LongSupplier nanos, Runnable held) {
    this.objects = objects;
    this.path = path;
    this.identity = identity;
    this.nanos = nanos;
    this.held = held;
  }

  /// Where the Lease of a release in `namespace` is.
  static String path(String namespace) {
    return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/" + Names.INJECTOR;
  }

  @Override
  public LeaderElectionRecord get() throws ApiException {
    Optional<JsonNode> lease;
    try {
      lease = objects.get(path);
    } catch (IOException failure) {
      throw new ApiException(failure);
    }
    seen = lease.orElseThrow(() -> new ApiException(HttpURLConnection.HTTP_NOT_FOUND, "no Lease"));
    JsonNode spec = lease.get().path("spec");
    var record = new LeaderElectionRecord();
    String holder = holder(lease.get());
    watch(holder, Duration.ofSeconds(spec.path("leaseDurationSeconds").asInt()));
    record.setHolderIdentity(holder);
    record.setLeaseDurationSeconds(spec.path("leaseDurationSeconds").asInt());
    record.setLeaderTransitions(spec.path("leaseTransitions").asInt());
    record.setAcquireTime(time(spec.path("acquireTime")));
    record.setRenewTime(time(spec.path("renewTime")));
    return record;
  }

  @Override
  public boolean create(LeaderElectionRecord record) {
    return write(record, () -> objects.apply(path, lease(record, "")));
  }

  @Override
  public boolean update(LeaderElectionRecord record) {
    if (leftToCleanup()) {
      LOGGER.atDebug().log("what the controller made is being taken away");
      return false;
    }
    JsonNode last = seen;
    String version = last == null ? "" : last.path("metadata").path("resourceVersion").asText();
    return write(record, () -> objects.replace(path, lease(record, version)));
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public String describe() {
    return path;
  }

  static String holder(JsonNode lease) {
    return lease.path("spec").path("holderIdentity").asText("");
  }

  /// A Lease as it is written, at this version of it where it must be no other.
  static ObjectNode lease(LeaderElectionRecord record, String version) {
    ObjectNode lease = JsonNodeFactory.instance.objectNode();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", Names.INJECTOR);
    metadata
        .putObject("labels")
        .put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY)
        .put(Names.OWNER_LABEL, Names.INJECTOR);
    if (!version.isEmpty()) {
      metadata.put("resourceVersion", version);
    }
    ObjectNode spec = lease.putObject("spec");
    spec.put("holderIdentity", record.getHolderIdentity());
    spec.put("leaseDurationSeconds", record.getLeaseDurationSeconds());
    spec.put("leaseTransitions", record.getLeaderTransitions());
    put(spec, "acquireTime", record.getAcquireTime());
    put(spec, "renewTime", record.getRenewTime());
    return lease;
  }

  private static void put(ObjectNode spec, String field, @Nullable Date time) {
    if (time != null) { // there is none in a Lease that is given back
      spec.put(field, MICROS.format(time.toInstant()));
    }
  }

  private void watch(String holder, Duration lease) {
    if (holder.equals(FargateInjector.CLEANUP) && !former.isEmpty() && !former.equals(holder)) {
      leftToCleanup = OptionalLong.of(nanos.getAsLong() + lease.toNanos());
    }
    former = holder.isEmpty() ? former : holder;
  }

  private boolean leftToCleanup() {
    OptionalLong until = leftToCleanup;
    return until.isPresent() && nanos.getAsLong() - until.getAsLong() < 0;
  }

  private boolean write(LeaderElectionRecord record, Write write) {
    try {
      seen = write.perform();
      if (identity.equals(record.getHolderIdentity())) {
        held.run();
      }
      return true;
    } catch (IOException refused) { // another was faster, or nobody answers
      LOGGER.atDebug().addKeyValue("why", refused.toString()).log("lease not written");
      return false;
    }
  }

  private static @Nullable Date time(JsonNode text) {
    return text.isTextual() ? Date.from(Instant.parse(text.asText())) : null;
  }

  private interface Write {
    JsonNode perform() throws IOException;
  }
}
