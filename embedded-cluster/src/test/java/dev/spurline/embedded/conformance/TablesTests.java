// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tables, as kubectl asks for them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables">what Kubernetes says</a>
 */
@Tag("api")
class TablesTests extends ConformanceTestCase {

    static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private static final String PARTIAL = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";

    List<String> columns(Reply table) {
        return java.util.stream.StreamSupport.stream(
                        table.body().path("columnDefinitions").spliterator(), false)
                .filter(column -> column.path("priority").asInt() == 0)
                .map(column -> column.path("name").asText())
                .toList();
    }

    @Test
    void configMaps() {
        post("configmaps", configMap("a", "data:{k:'v'}"));
        Reply table = get("configmaps/a", "Accept", TABLE)
                .status(200)
                .at("/kind", "Table")
                .at("/apiVersion", "meta.k8s.io/v1")
                .at("/rows/0/cells/0", "a")
                .at("/rows/0/cells/1", 1)
                .at("/rows/0/object/kind", "PartialObjectMetadata");
        tally.same("columns", List.of("Name", "Data", "Age"), columns(table));
    }

    @Test
    void workloads() {
        tally.same(
                "pods", List.of("Name", "Ready", "Status", "Restarts", "Age"), columns(get("pods", "Accept", TABLE)));
        tally.same(
                "services",
                List.of("Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age"),
                columns(get("services", "Accept", TABLE)));
        tally.same(
                "deployments",
                List.of("Name", "Ready", "Up-to-date", "Available", "Age"),
                columns(get("apps/v1:deployments", "Accept", TABLE)));
        tally.same(
                "jobs",
                List.of("Name", "Status", "Completions", "Duration", "Age"),
                columns(get("batch/v1:jobs", "Accept", TABLE)));
        tally.same("namespaces", List.of("Name", "Status", "Age"), columns(get("/api/v1/namespaces", "Accept", TABLE)));
    }

    @Test
    void partialObjects() {
        post("configmaps", configMap("a", "data:{k:'v'}"));
        get("configmaps/a", "Accept", PARTIAL)
                .status(200)
                .at("/kind", "PartialObjectMetadata")
                .at("/metadata/name", "a")
                .absent("/data");
        get("configmaps", "Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
                .status(200)
                .at("/kind", "PartialObjectMetadataList")
                .absent("/items/0/data");
    }

    @Test
    void watchesOfPartialObjects() {
        String from = get("configmaps").version();
        try (Watch watch = watch("configmaps?watch=true&resourceVersion=" + from, PARTIAL)) {
            post("configmaps", configMap("a", "data:{k:'v'}"));
            merge("configmaps/a", "{data:{k:'w'}}");
            delete("configmaps/a");

            watch.sees("ADDED a", "MODIFIED a", "DELETED a");
            for (JsonNode event : watch.all()) {
                tally.same(
                        "kind",
                        "PartialObjectMetadata",
                        event.at("/object/kind").asText());
                tally.same(
                        "version",
                        "meta.k8s.io/v1",
                        event.at("/object/apiVersion").asText());
                tally.that(event.at("/object/data").isMissingNode(), "no data in " + event);
            }
        }
    }

    @Test
    void theBookmarkBehindPartialObjectsIsOneOfThem() {
        post("configmaps", configMap("a", "data:{k:'v'}"));
        try (Watch watch = watch(
                "configmaps?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&fieldSelector=metadata.name%3Da",
                PARTIAL)) {
            watch.sees("ADDED a", "BOOKMARK");

            tally.same(
                    "kind",
                    "PartialObjectMetadata",
                    watch.event(1).at("/object/kind").asText());
            tally.same(
                    "annotation",
                    "true",
                    watch.event(1)
                            .at("/object/metadata/annotations/k8s.io~1initial-events-end")
                            .asText());
        }
    }
}
