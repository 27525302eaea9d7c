// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import io.fabric8.kubernetes.client.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.awaitility.Awaitility;

/**
 * Random sequences of writes from several clients leave a history without gaps.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">what
 *     Kubernetes says</a>
 */
@Tag("api")
class HistoryPropertyTests {

    private static final int CLIENTS = 3;
    private static final int WRITES = 25;
    private static final String THINGS = "/apis/fuzz.example.com/v1/namespaces/default/things";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @SuppressWarnings("NullAway.Init")
    private static ApiServer server;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    private final Tally tally = new Tally();

    /** What one write did: the version that it made, and the state after it; no state if the object went. */
    private record Write(String name, long version, String state) {}

    @BeforeContainer
    static void startServer() {
        server = ApiServer.start();
        api = new Api(Config.fromKubeconfig(server.plain(server.kubeconfig())));
        send("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "application/json", """
                {apiVersion:'apiextensions.k8s.io/v1',kind:'CustomResourceDefinition',metadata:{name:'things.fuzz.example.com'},
                 spec:{group:'fuzz.example.com',scope:'Namespaced',names:{plural:'things',singular:'thing',kind:'Thing',listKind:'ThingList'},
                 versions:[{name:'v1',served:true,storage:true,schema:{openAPIV3Schema:{type:'object',properties:{data:{type:'object',additionalProperties:{type:'string'}}}}}}]}}""");
        Awaitility.await().until(() -> send("GET", THINGS, "", "").code() == 200);
    }

    @AfterContainer
    static void closeServer() {
        server.close();
    }

    @Property(tries = 12)
    void configMapsKeepTheirHistory(@ForAll long seed) {
        check(seed, CONFIG_MAPS, "v1", "ConfigMap");
    }

    @Property(tries = 12)
    void customResourcesKeepTheirHistory(@ForAll long seed) {
        check(seed, THINGS, "fuzz.example.com/v1", "Thing");
    }

    private void check(long seed, String path, String apiVersion, String kind) {
        Reply before = send("GET", path, "", "");
        Map<String, String> found = states(before);
        try (Watch watch = api.watch(tally, path + "?watch=true&resourceVersion=" + before.version(), Map.of())) {
            List<CompletableFuture<List<Write>>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> CompletableFuture.supplyAsync(
                            () -> writes(new Random(seed + client), path, apiVersion, kind)))
                    .toList();
            Map<Long, Write> model = new TreeMap<>();
            clients.forEach(client -> client.join().stream()
                    .filter(write -> write.version() > before.revision())
                    .forEach(write -> model.put(write.version(), write)));
            Reply after = send("GET", path, "", "");

            Awaitility.await("all events of seed " + seed)
                    .until(() -> watch.all().stream()
                                    .mapToLong(HistoryPropertyTests::version)
                                    .max()
                                    .orElse(0)
                            >= model.keySet().stream()
                                    .mapToLong(Long::longValue)
                                    .max()
                                    .orElse(0));
            List<Long> versions =
                    watch.all().stream().map(HistoryPropertyTests::version).toList();
            assertThat(versions)
                    .as("versions of seed %d", seed)
                    .doesNotHaveDuplicates()
                    .isSorted();
            model.values().stream()
                    .filter(write -> !write.state().equals("gone"))
                    .forEach(write -> assertThat(versions)
                            .as("event of %s, seed %d", write, seed)
                            .contains(write.version()));
            watch.all().forEach(event -> replay(event, found));
            assertThat(found).as("list and watch of seed %d", seed).isEqualTo(states(after));
            Map<String, String> newest = new HashMap<>(states(before));
            model.values().forEach(write -> newest.put(write.name(), write.state()));
            assertThat(newest).as("model of seed %d", seed).containsAllEntriesOf(states(after));
        }
    }

    private static List<Write> writes(Random random, String path, String apiVersion, String kind) {
        return IntStream.range(0, WRITES)
                .mapToObj(i -> write(random, path, apiVersion, kind))
                .filter(write -> write.version() > 0)
                .toList();
    }

    private static Write write(Random random, String path, String apiVersion, String kind) {
        String name = "o" + random.nextInt(4);
        String body = "{apiVersion:'%s',kind:'%s',metadata:{name:'%s'},data:{k%d:'%d'}}"
                .formatted(apiVersion, kind, name, random.nextInt(3), random.nextInt(5));
        String one = path + "/" + name;
        Reply reply = switch (random.nextInt(5)) {
            case 0 -> send("POST", path, "application/json", body);
            case 1 -> replace(one, body);
            case 2 ->
                send(
                        "PATCH",
                        one,
                        "application/merge-patch+json",
                        "{data:{k0:null,k1:'%d'}}".formatted(random.nextInt(5)));
            case 3 -> send("PATCH", one + "?fieldManager=fuzz&force=true", "application/apply-patch+yaml", body);
            default -> remove(one);
        };
        if (reply.code() >= 300) {
            assertThat(reply.code()).as(reply.request()).isIn(404, 409);
            return new Write(name, 0, "");
        }
        return reply.request().startsWith("DELETE")
                ? new Write(name, 0, "gone")
                : new Write(name, reply.revision(), state(reply.body()));
    }

    /** Replaces under the lock of the version read. */
    private static Reply replace(String path, String body) {
        Reply read = send("GET", path, "", "");
        return read.code() == 200
                ? send(
                        "PUT",
                        path,
                        "application/json",
                        body.replace("metadata:{", "metadata:{resourceVersion:'%s',".formatted(read.version())))
                : read;
    }

    private static Reply remove(String path) {
        return send("DELETE", path, "", "");
    }

    private static void replay(JsonNode event, Map<String, String> states) {
        String name = event.at("/object/metadata/name").asText();
        if (event.path("type").asText().equals("DELETED")) {
            assertThat(states.remove(name)).as("deleted %s", name).isNotNull();
        } else {
            String previous = states.put(name, state(event.path("object")));
            assertThat(previous == null)
                    .as("%s %s", event.path("type"), name)
                    .isEqualTo(event.path("type").asText().equals("ADDED"));
        }
    }

    private static Map<String, String> states(Reply list) {
        Map<String, String> states = new HashMap<>();
        list.body()
                .path("items")
                .forEach(item -> states.put(item.at("/metadata/name").asText(), state(item)));
        return states;
    }

    private static String state(JsonNode object) {
        return object.at("/metadata/uid").asText() + " " + new TreeMap<>(fields(object.path("data")));
    }

    private static Map<String, String> fields(JsonNode data) {
        Map<String, String> fields = new HashMap<>();
        data.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields;
    }

    private static long version(JsonNode event) {
        return event.at("/object/metadata/resourceVersion").asLong();
    }

    private static Reply send(String method, String path, String type, String body) {
        return api.send(
                new Tally(),
                method,
                path,
                body.isEmpty() ? Map.of() : Map.of("Content-Type", type),
                body.isEmpty() ? "" : Api.parse(body).toString());
    }
}
