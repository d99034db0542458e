// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node.registry;

import io.eksbridge.node.registry.Web.Answer;
import io.eksbridge.node.store.Ahead;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.function.LongConsumer;

/// A layer as it comes, read and summed ahead of whoever unpacks it. At the end, and only there, it
/// is known whether the layer is what was asked for.
public final class Blob extends FilterInputStream {
  private final Answer answer;

  Blob(Session session, Image.Layer layer, Answer answer, LongConsumer progress)
      throws IOException {
    super(new Ahead("library-layer", new Summed(session, layer, answer.body(), progress)));
    this.answer = answer;
  }

  @Override
  public void close() throws IOException {
    answer.close(); // first: whoever waits for bytes waits no more
    super.close();
  }
}
