// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.volume.PodVolumes;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a container sees of the pod that it is part of. */
public interface PodScope {

    NodeContext node();

    /** Returns the newest version of the pod's object. */
    Pod pod();

    String ip();

    /** Returns the variables of the Services that the pod sees. */
    Map<String, String> services();

    PodVolumes volumes();

    /** Returns the file by which a JVM of the pod finds Services by name; empty: this machine cannot, or shall not. */
    Optional<Path> hosts();

    /** Returns where a port of the pod really is. */
    Optional<Integer> localPort(int port);

    /** Tells the pod's network of an HTTP probe, which the pod's proxy may count. */
    void probed(int port);

    /** Has something done between two looks at the pod as a whole. */
    void post(Runnable task);

    /** Names a container of the pod for an Event. */
    ObjectReference reference(String fieldPath);
}
