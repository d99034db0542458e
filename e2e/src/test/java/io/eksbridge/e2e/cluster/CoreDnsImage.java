// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.cluster;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.eksbridge.parts.Given;
import java.nio.file.Path;

/// The real CoreDNS as an image.
final class CoreDnsImage {
  static final String NAME = "docker.io/library/coredns:1";

  private CoreDnsImage() {}

  /// Makes it below `folder`.
  static Path make(Path folder) throws Exception {
    Path archive = folder.resolve("coredns.tar");
    Jib.fromScratch()
        .addFileEntriesLayer(
            FileEntriesLayer.builder()
                .addEntry(
                    Given.program("coredns"),
                    AbsoluteUnixPath.get("/coredns"),
                    FilePermissions.fromOctalString("755"))
                .build())
        .setEntrypoint("/coredns", "-conf", "/etc/coredns/Corefile")
        .containerize(
            Containerizer.to(TarImage.at(archive).named(NAME))
                .setApplicationLayersCache(folder.resolve("layers"))
                .setBaseImageLayersCache(folder.resolve("base"))
                .setOfflineMode(true));
    return archive;
  }
}
