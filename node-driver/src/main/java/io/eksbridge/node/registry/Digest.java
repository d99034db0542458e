// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 as registries write it.
final class Digest {
  private static final int BLOCK = 64;
  private static final int BLOCKS = 256; // the compiler is asked after far fewer: see java.args

  private final MessageDigest sha;

  Digest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) { // every runtime has it
      throw new IllegalStateException(impossible);
    }
  }

  /// Has the loop over blocks compiled before there are millions of them.
  static void load() {
    var digest = new Digest();
    var block = new byte[BLOCK];
    for (int blocks = 0; blocks < BLOCKS; blocks++) {
      digest.add(block, 0, BLOCK);
    }
  }

  static String of(byte[] bytes) {
    var digest = new Digest();
    digest.add(bytes, 0, bytes.length);
    return digest.text();
  }

  void add(byte[] bytes, int offset, int length) {
    sha.update(bytes, offset, length);
  }

  String text() {
    return "sha256:" + HexFormat.of().formatHex(sha.digest());
  }
}
