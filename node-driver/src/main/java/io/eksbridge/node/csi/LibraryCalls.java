// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.csi;

import csi.v1.NodePublishVolumeRequest;
import io.eksbridge.node.NodeDirectoryConfig;
import io.eksbridge.node.csi.PublishRequests.Reading;
import io.eksbridge.node.library.StorePlace;
import io.eksbridge.node.pull.Call;
import io.eksbridge.node.pull.LibraryVolume;
import io.eksbridge.node.pull.LibraryVolumes;
import io.eksbridge.node.volume.Problem;
import io.grpc.Context;
import io.grpc.Deadline;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.File;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Calls about libraries. What takes longer than a few system calls is done on a thread of its own
/// and not by the one that reads the connection, with the caller's own deadline.
@Singleton
final class LibraryCalls {
  private final Provider<LibraryVolumes> volumes;
  private final File writable;

  /// Nothing of it is made before somebody asks for a library.
  LibraryCalls(Provider<LibraryVolumes> volumes, NodeDirectoryConfig directories) {
    this.volumes = volumes;
    this.writable = directories.storage().resolve(StorePlace.WRITABLE).toFile();
  }

  /// How a call ends.
  interface Answer {
    /// With that name in the metrics, and what stood in the way.
    void give(String name, Optional<Problem> problem);

    /// With a fault of the driver.
    void fail(RuntimeException surprise);
  }

  void publish(NodePublishVolumeRequest wire, PublishRequests requests, Answer answer) {
    switch (requests.library(wire)) {
      case Reading.Unfit(var why) -> answer.give("", Optional.of(why));
      case Reading.Checked(var volume) -> publish(volume, answer);
    }
  }

  private void publish(LibraryVolume volume, Answer answer) {
    Optional<LibraryVolumes.Done> done = volumes.get().atOnce(volume);
    if (done.isPresent()) {
      answer.give(volume.name(), done.get().problem());
      return;
    }
    Call call = call(Context.current());
    Thread _ = Thread.ofVirtual().name("publish").start(() -> publish(volume, call, answer));
  }

  private void publish(LibraryVolume volume, Call call, Answer answer) {
    try {
      answer.give(volume.name(), volumes.get().publish(volume, call));
    } catch (RuntimeException surprise) {
      answer.fail(surprise);
    }
  }

  private static Call call(Context context) {
    var gone = new CompletableFuture<Void>();
    context.addListener(_ -> gone.complete(null), Runnable::run);
    return new Call(
        Optional.ofNullable(context.getDeadline())
            .map(
                (Deadline end) -> Instant.now().plusNanos(end.timeRemaining(TimeUnit.NANOSECONDS))),
        gone);
  }

  /// A volume was taken away.
  void removed(String volumeId) {
    if (writable.isDirectory()) { // asked at every unpublish: an answer of no is no exception here
      volumes.get().removed(volumeId);
    }
  }
}
