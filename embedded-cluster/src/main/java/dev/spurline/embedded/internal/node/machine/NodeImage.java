// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import dev.spurline.cluster.Images;
import java.util.List;

/** What the node does to run containers of an image. */
public sealed interface NodeImage {

    /** An image whose containers are servers in this JVM. */
    record InProcess(Images.Program program) implements NodeImage {}

    /** An image whose containers are local processes. */
    record LocalProcess(List<String> entrypoint) implements NodeImage {

        public LocalProcess {
            entrypoint = List.copyOf(entrypoint);
        }
    }
}
