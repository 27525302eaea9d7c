// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import dev.spurline.embedded.internal.client.EventRecorder;
import io.fabric8.kubernetes.api.model.EventSource;
import io.fabric8.kubernetes.api.model.ObjectReference;

/**
 * The Events that come from the kubelet of one node.
 *
 * <p>Source: {@code pkg/kubelet/events/event.go} (FailedSync).
 *
 * @param recorder records them
 * @param node the name of the node
 */
public record KubeletEvents(EventRecorder recorder, String node) {

    /** Records something that went as it should. */
    public void normal(ObjectReference object, String reason, String message) {
        recorder.normal(source(), object, reason, message);
    }

    /** Records something that somebody should look at. */
    public void warning(ObjectReference object, String reason, String message) {
        recorder.warning(source(), object, reason, message);
    }

    private EventSource source() {
        return new EventSource("kubelet", node);
    }
}
