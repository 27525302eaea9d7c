// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSource;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRecorderTests {

    private ApiServer server;
    private KubernetesClient client;
    private EventRecorder recorder;
    private ConfigMap object;

    @BeforeEach
    void start() {
        server = ApiServer.start();
        client = ClusterClient.builder(Config.fromKubeconfig(server.plain(server.kubeconfig())))
                .build();
        recorder = new EventRecorder(client, Runnable::run);
        object = client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("prices")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void theSameEventAgainRaisesTheCountOfTheFirst() {
        recorder.normal("tester", object, "Seen", "it is there");
        recorder.normal("tester", object, "Seen", "it is there");
        recorder.normal("tester", object, "Seen", "it is still there");

        assertThat(events())
                .extracting(Event::getMessage, Event::getCount)
                .containsExactlyInAnyOrder(tuple("it is there", 2), tuple("it is still there", 1));
    }

    @Test
    void anEventThatIsGoneIsWrittenAnew() {
        recorder.warning("tester", object, "Seen", "it is there");
        client.v1().events().inNamespace("default").delete();
        recorder.warning("tester", object, "Seen", "it is there");

        assertThat(events()).extracting(Event::getType, Event::getCount).containsExactly(tuple("Warning", 1));
    }

    @Test
    void anEventThatComesAgainAndAgainIsNotForgottenForOthers() {
        EventRecorder ofTwo = new EventRecorder(client, Runnable::run, 2);
        for (String message : List.of("often", "once", "often", "twice", "often", "once")) {
            ofTwo.normal("tester", object, "Seen", message);
        }

        assertThat(events())
                .extracting(Event::getMessage, Event::getCount)
                .containsExactlyInAnyOrder(tuple("often", 3), tuple("once", 1), tuple("twice", 1), tuple("once", 1));
    }

    @Test
    void theKubeletsEventNamesItsNodeAndThePartOfThePod() {
        var container = new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace("default")
                .withName("shop")
                .withUid("4711")
                .withFieldPath("spec.containers{web}")
                .build();

        recorder.normal(new EventSource("kubelet", "node-1"), container, "Started", "Container started");

        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.getMetadata().getName()).startsWith("shop.");
            assertThat(event.getInvolvedObject()).isEqualTo(container);
            assertThat(event.getSource()).isEqualTo(new EventSource("kubelet", "node-1"));
            assertThat(event.getReportingComponent()).isEqualTo("kubelet");
            assertThat(event.getReportingInstance()).isEqualTo("node-1");
        });
    }

    private List<Event> events() {
        return client.v1().events().inNamespace("default").list().getItems();
    }
}
