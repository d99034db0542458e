// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.pull;

import io.eksbridge.node.LibraryConfig;
import io.eksbridge.node.library.LibraryFault;
import io.eksbridge.node.library.LibraryForm;
import io.eksbridge.node.registry.Blob;
import io.eksbridge.node.registry.Image;
import io.eksbridge.node.registry.RegistryClient;
import io.eksbridge.node.store.LibraryFailure;
import io.eksbridge.node.store.Store;
import io.eksbridge.node.store.Unpacking;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongConsumer;

/// Downloads an image into the store: all of it, or nothing.
final class Download {
  private final LibraryConfig config;
  private final RegistryClient registry;
  private final Store store;
  private final LongConsumer collection;

  Download(LibraryConfig config, RegistryClient registry, Store store, LongConsumer collection) {
    this.collection = collection;
    this.config = config;
    this.registry = registry;
    this.store = store;
  }

  void perform(Flight flight, Image image, LibraryForm form, LongConsumer progress) {
    Instant end = Instant.now().plus(config.pullTimeout());
    room(image);
    Path folder = store.begin();
    try {
      long bytes;
      try (var unpacking = new Unpacking(folder, form, config.limits())) {
        for (Image.Layer layer : image.layers()) {
          unpack(flight, layer, unpacking, end, progress);
        }
        bytes = unpacking.finish();
      }
      store.complete(folder, form.key(image.digest()), flight.image().name(), bytes);
    } catch (RuntimeException failure) {
      store.abandon(folder);
      throw failure;
    }
  }

  private void room(Image image) {
    if (store.free() - image.bytes() < config.floor()) {
      collection.accept(image.bytes());
    }
    long free = store.free();
    if (free - image.bytes() < config.floor()) {
      throw new LibraryFailure(
          LibraryFault.DISK_FULL,
          ("the disk of this node has %d bytes free, and %d must stay so: see --library-free-floor,"
                  + " in the chart libraries.freeFloor")
              .formatted(free, config.floor()));
    }
  }

  private void unpack(
      Flight flight, Image.Layer layer, Unpacking unpacking, Instant end, LongConsumer progress) {
    try (Blob blob = registry.layer(flight.image(), layer, end, progress)) {
      try {
        unpacking.layer(blob, layer.packing());
      } catch (LibraryFailure failure) {
        if (failure.problem().fault() == LibraryFault.UNFIT_IMAGE) {
          var _ = blob.transferTo(OutputStream.nullOutputStream()); // or is it not that image?
        }
        throw failure;
      }
    } catch (IOException stopped) {
      throw new LibraryFailure(LibraryFault.CANCELLED, "the driver stops");
    }
  }
}
