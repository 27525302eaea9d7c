// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Port-forwards by WebSocket, as clients such as fabric8 open them, and what is refused.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/access-application-cluster/port-forward-access-application-cluster/">what
 *     Kubernetes says</a>
 */
@Tag("node")
class PortForwardTests extends ConformanceTestCase {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: pod\r\nConnection: close\r\n\r\n";

    private void startPod() {
        needsNode();
        post("pods", pod("p", ",ports:[{containerPort:8080}]")).status(201);
        eventually("pods/p", "/status/phase", "Running");
        eventually("pods/p", "/status/containerStatuses/0/ready", true);
    }

    @Test
    void carriesBytesBothWays() {
        startPod();

        try (Tunnel tunnel = tunnel("pods/p/portforward?ports=8080")) {
            tunnel.isOpen(0, 8080);
            tunnel.say(0, REQUEST);
            tunnel.hears(0, text -> text.startsWith("HTTP/1.1 200"), "an answer of the pod");
        }
    }

    @Test
    void carriesSeveralPorts() {
        startPod();

        try (Tunnel tunnel = tunnel("pods/p/portforward?ports=8080&ports=8080")) {
            tunnel.isOpen(0, 8080).isOpen(1, 8080);
            tunnel.say(2, REQUEST);
            tunnel.hears(2, text -> text.startsWith("HTTP/1.1 200"), "an answer of the pod")
                    .hears(0, String::isEmpty, "silence");
        }
    }

    @Test
    void tellsOnTheErrorChannelThatNobodyListens() {
        startPod();

        try (Tunnel tunnel = tunnel("pods/p/portforward?ports=81")) {
            String uid = get("pods/p").uid();
            String expected = "error forwarding port 81 to pod p, uid " + uid + ": failed to execute portforward";
            tunnel.isOpen(0, 81)
                    .hears(1, text -> text.startsWith(expected), expected)
                    .hears(0, String::isEmpty, "nothing");
            tunnel.ends();
        }
    }

    @Test
    void knowsNoPodThatIsNotThere() {
        for (String path : new String[] {"pods/none/portforward", "pods/none/portforward?ports=80"}) {
            get(path)
                    .status(404)
                    .reason("NotFound")
                    .message("pods \"none\" not found")
                    .at("/details/kind", "pods");
        }
        tally.same("handshake", 404, handshake("pods/none/portforward?ports=80"));
    }

    @Test
    void waitsForNoNode() {
        String nowhere = pod("p", "").replace("spec:{", "spec:{nodeSelector:{nowhere:'x'},");
        post("pods", nowhere).status(201);

        get("pods/p/portforward?ports=80")
                .status(400)
                .reason("BadRequest")
                .message("pod p does not have a host assigned");
        tally.same("handshake", 400, handshake("pods/p/portforward?ports=80"));
    }

    @Test
    void readsItsParametersFirst() {
        get("pods/none/portforward?ports=http")
                .status(400)
                .message("cannot convert to []int32: strconv.ParseUint: parsing \"http\": invalid syntax");
        get("pods/none/portforward?ports=70000")
                .status(400)
                .message("cannot convert to []int32: strconv.ParseUint: parsing \"70000\": value out of range");
        put("pods/none/portforward", "{}").status(405).reason("MethodNotAllowed");
        delete("pods/none/portforward").status(405);
    }

    @Test
    void isAnUpgrade() {
        startPod();

        get("pods/p/portforward?ports=8080").status(400).reason("BadRequest").message("Upgrade request required");
    }

    @Test
    void saysThatItDoesNotSpeakSpdy() {
        needsEmbedded("a real kubelet speaks SPDY");
        startPod();

        upgrade("pods/p/portforward", "SPDY/3.1")
                .status(400)
                .reason("BadRequest")
                .message(
                        "port-forward of the embedded cluster speaks WebSocket with subprotocol v4.channel.k8s.io only,"
                                + " not SPDY: use a client that does, such as fabric8");
    }

    private int handshake(String path) {
        try {
            tunnel(path).close();
            return 101;
        } catch (CompletionException e) {
            return e.getCause() instanceof WebSocketHandshakeException refused
                    ? refused.getResponse().statusCode()
                    : 0;
        }
    }
}
