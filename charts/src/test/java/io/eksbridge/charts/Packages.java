// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import com.marcnuri.helm.Helm;
import io.eksbridge.parts.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The charts as archives, the umbrella with the three others in it: what a release carries.
final class Packages {
  static final String UMBRELLA = "datadog-eks-bridge";

  private static final List<String> CHARTS =
      List.of("node-driver", "fargate-injector", "token-sync", UMBRELLA);

  private Packages() {}

  /// Called by Maven's `package`: the folder of the charts, and where the archives go.
  public static void main(String[] folders) throws IOException {
    Path archives = Files.createDirectories(Path.of(folders[1]));
    Path work = Files.createTempDirectory("charts");
    try {
      var _ = whole(Path.of(folders[0]), work, UnaryOperator.identity());
      for (String chart : CHARTS) {
        var _ = new Helm(work.resolve(chart)).packageIt().withDestination(archives).call();
      }
    } finally {
      Folders.delete(work);
    }
  }

  /// The umbrella's folder with the other charts in it: a copy below `work`, beside copies of
  /// theirs, with each file edited so.
  static Path whole(Path charts, Path work, UnaryOperator<String> edit) throws IOException {
    for (String chart : CHARTS) {
      copy(charts.resolve(chart), work.resolve(chart), edit);
    }
    Path umbrella = work.resolve(UMBRELLA);
    var _ = new Helm(umbrella).dependency().update().skipRefresh().call();
    return umbrella;
  }

  /// Copies a chart, without what `helm dependency build` may have left in it.
  static void copy(Path chart, Path to, UnaryOperator<String> edit) throws IOException {
    try (Stream<Path> files = Files.walk(chart)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = chart.relativize(file);
        if (!name.startsWith("charts")) {
          Path target = to.resolve(name.toString());
          Files.createDirectories(target.getParent());
          Files.writeString(target, edit.apply(Files.readString(file)));
        }
      }
    }
  }
}
