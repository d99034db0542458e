// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eksbridge.startup.Refusal;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A mark of the settings by which pods are decided on: processes with the same mark decide alike.
/// It stands where decisions are told, and not on pods: a change of a setting must not make pods
/// look changed.
///
/// @param text twelve hexadecimal digits
public record ConfigurationMark(String text) {
  private static final int BYTES = 6;

  /// The mark of these settings, wherever the file of the profiles lies.
  public static ConfigurationMark of(
      SidecarConfig sidecar, FitConfig fit, AddressConfig address, ScopeConfig scope) {
    Path file = scope.profiles();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Record each : new Record[] {sidecar, fit, address, scope.withoutFile()}) {
        digest.update(text(each).getBytes(UTF_8));
      }
      if (file != null) {
        digest.update(Files.readAllBytes(file));
      }
      return new ConfigurationMark(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
    } catch (IOException gone) {
      throw new Refusal("--profiles " + file + " cannot be read: " + gone.getMessage(), gone);
    } catch (NoSuchAlgorithmException impossible) { // every Java has it
      throw new IllegalStateException(impossible);
    }
  }

  /// As a record's own text would be, whose making takes a start 30 ms.
  private static String text(Record settings) {
    var text = new StringBuilder();
    for (RecordComponent each : settings.getClass().getRecordComponents()) {
      try {
        text.append(each.getName()).append('=').append(each.getAccessor().invoke(settings));
      } catch (ReflectiveOperationException impossible) { // it is public, as its record is
        throw new IllegalStateException(impossible);
      }
      text.append(", ");
    }
    return text.toString();
  }
}
