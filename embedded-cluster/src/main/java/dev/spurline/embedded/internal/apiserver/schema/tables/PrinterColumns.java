// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import static dev.spurline.embedded.internal.apiserver.schema.tables.PrinterColumn.number;
import static dev.spurline.embedded.internal.apiserver.schema.tables.PrinterColumn.text;
import static dev.spurline.embedded.internal.apiserver.schema.tables.PrinterColumn.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectSelectors;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of each kind, as a real server prints them.
 *
 * <p>Source: {@code pkg/printers/internalversion/printers.go}.
 */
final class PrinterColumns {

    private static final String NAME =
            "Name must be unique within a namespace. Is required when creating resources, although some resources may"
                    + " allow a client to request the generation of an appropriate name automatically. Name is primarily"
                    + " intended for creation idempotence and configuration definition. Cannot be updated. More info:"
                    + " https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
    private static final String CREATED =
            "CreationTimestamp is a timestamp representing the server time when this object was created. It is not"
                    + " guaranteed to be set in happens-before order across separate operations. Clients may not set this"
                    + " value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only."
                    + " Null for lists. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

    private PrinterColumns() {}

    static List<PrinterColumn> of(Kind kind, Instant now) {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(name());
        columns.addAll(
                switch (kind.group()) {
                    case "" -> CoreColumns.of(kind.name(), now);
                    case "events.k8s.io" -> CoreColumns.of(kind.name(), now);
                    case "apps", "batch" -> workloads(kind.name(), now);
                    default -> others(kind.name(), now);
                });
        if (kind.name().equals("Event")) {
            columns.add(columns.remove(0).onlyWide());
        } else if (columns.stream()
                .noneMatch(
                        column -> column.name().equals("Age") || column.name().equals("Created At"))) {
            columns.add(age(now));
        }
        return columns.stream()
                .map(column -> ColumnDescriptions.describe(kind, column))
                .toList();
    }

    static PrinterColumn name() {
        return new PrinterColumn(
                "Name",
                "string",
                "name",
                NAME,
                0,
                object -> object.path("metadata").path("name"));
    }

    static PrinterColumn age(Instant now) {
        return text(
                        "Age",
                        object -> AgeText.since(
                                object.path("metadata")
                                        .path("creationTimestamp")
                                        .asText(),
                                now))
                .described(CREATED);
    }

    static PrinterColumn data() {
        return new PrinterColumn("Data", "string", "", "", 0, CoreColumns::entries);
    }

    private static List<PrinterColumn> workloads(String kind, Instant now) {
        return switch (kind) {
            case "Deployment" -> deployment(now);
            case "ReplicaSet" -> replicaSet(now);
            case "StatefulSet" ->
                List.of(
                        text("Ready", object -> status(object, "readyReplicas") + "/" + spec(object, "replicas")),
                        age(now),
                        wide("Containers", PrinterColumns::containers),
                        wide("Images", PrinterColumns::images));
            case "DaemonSet" -> daemonSet(now);
            case "Job" -> job(now);
            case "CronJob" -> cronJob(now);
            default -> List.of();
        };
    }

    private static List<PrinterColumn> deployment(Instant now) {
        return List.of(
                text("Ready", object -> status(object, "readyReplicas") + "/" + spec(object, "replicas")),
                number("Up-to-date", "string", object -> status(object, "updatedReplicas")),
                number("Available", "string", object -> status(object, "availableReplicas")),
                age(now),
                wide("Containers", PrinterColumns::containers),
                wide("Images", PrinterColumns::images),
                wide("Selector", PrinterColumns::selector));
    }

    private static List<PrinterColumn> replicaSet(Instant now) {
        return List.of(
                number("Desired", "integer", object -> spec(object, "replicas")),
                number("Current", "integer", object -> status(object, "replicas")),
                number("Ready", "integer", object -> status(object, "readyReplicas")),
                age(now),
                wide("Containers", PrinterColumns::containers),
                wide("Images", PrinterColumns::images),
                wide("Selector", PrinterColumns::selector));
    }

    private static List<PrinterColumn> daemonSet(Instant now) {
        return List.of(
                number("Desired", "integer", object -> status(object, "desiredNumberScheduled")),
                number("Current", "integer", object -> status(object, "currentNumberScheduled")),
                number("Ready", "integer", object -> status(object, "numberReady")),
                number("Up-to-date", "integer", object -> status(object, "updatedNumberScheduled")),
                number("Available", "integer", object -> status(object, "numberAvailable")),
                text(
                        "Node Selector",
                        object -> ObjectSelectors.text(podSpec(object).path("nodeSelector"))),
                age(now),
                wide("Containers", PrinterColumns::containers),
                wide("Images", PrinterColumns::images),
                wide("Selector", PrinterColumns::selector));
    }

    private static List<PrinterColumn> job(Instant now) {
        return List.of(
                text("Status", JobColumns::status),
                text("Completions", JobColumns::completions),
                text("Duration", object -> JobColumns.duration(object, now)),
                age(now),
                wide("Containers", PrinterColumns::containers),
                wide("Images", PrinterColumns::images),
                wide("Selector", PrinterColumns::selector));
    }

    private static List<PrinterColumn> cronJob(Instant now) {
        return List.of(
                text("Schedule", object -> object.path("spec").path("schedule").asText()),
                text("Timezone", object -> object.path("spec").path("timeZone").asText("<none>")),
                new PrinterColumn(
                        "Suspend",
                        "boolean",
                        "",
                        "",
                        0,
                        object -> TextNode.valueOf(
                                object.path("spec").path("suspend").asBoolean() ? "True" : "False")),
                number(
                        "Active",
                        "integer",
                        object -> object.path("status").path("active").size()),
                text("Last Schedule", object -> {
                    String last = object.path("status").path("lastScheduleTime").asText();
                    return last.isEmpty() ? "<none>" : AgeText.since(last, now);
                }),
                age(now),
                wide("Containers", PrinterColumns::containers),
                wide("Images", PrinterColumns::images),
                wide("Selector", PrinterColumns::selector));
    }

    private static List<PrinterColumn> others(String kind, Instant now) {
        return switch (kind) {
            case "Lease" ->
                List.of(text(
                        "Holder",
                        object -> object.path("spec").path("holderIdentity").asText()));
            case "EndpointSlice" -> CoreColumns.endpointSlice();
            case "NetworkPolicy" ->
                List.of(text(
                        "Pod-Selector",
                        object -> ObjectSelectors.text(object.path("spec").path("podSelector"))));
            case "PodDisruptionBudget" ->
                List.of(
                        text(
                                "Min Available",
                                object ->
                                        object.path("spec").path("minAvailable").asText("N/A")),
                        text(
                                "Max Unavailable",
                                object -> object.path("spec")
                                        .path("maxUnavailable")
                                        .asText("N/A")),
                        number("Allowed Disruptions", "integer", object -> status(object, "disruptionsAllowed")));
            case "Role", "ClusterRole", "CustomResourceDefinition" -> List.of(createdAt());
            case "RoleBinding", "ClusterRoleBinding" ->
                List.of(
                        text(
                                "Role",
                                object -> object.path("roleRef").path("kind").asText() + "/"
                                        + object.path("roleRef").path("name").asText()),
                        age(now));
            default -> List.of();
        };
    }

    static PrinterColumn createdAt() {
        Function<JsonNode, JsonNode> cell = object -> object.path("metadata").path("creationTimestamp");
        return new PrinterColumn("Created At", "date", "", CREATED, 0, cell);
    }

    /** The columns that a definition adds; without any, the age. */
    static List<PrinterColumn> custom(JsonNode added, Instant now) {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(name());
        added.forEach(column -> columns.add(new PrinterColumn(
                column.path("name").asText(),
                column.path("type").asText(),
                column.path("format").asText(),
                column.path("description")
                        .asText("Custom resource definition column (in JSONPath format): "
                                + column.path("jsonPath").asText()),
                column.path("priority").asInt(),
                object -> cell(column, object, now))));
        if (added.isEmpty()) {
            columns.add(age(now));
        }
        return columns;
    }

    private static JsonNode cell(JsonNode column, JsonNode object, Instant now) {
        JsonNode value = ColumnPath.of(column.path("jsonPath").asText()).find(object);
        if (column.path("type").asText().equals("date") && value.isTextual()) {
            return TextNode.valueOf(AgeText.since(value.asText(), now));
        }
        return value.isMissingNode() ? NullNode.instance : value;
    }

    static int status(JsonNode object, String field) {
        return object.path("status").path(field).asInt();
    }

    static int spec(JsonNode object, String field) {
        return object.path("spec").path(field).asInt();
    }

    private static JsonNode podSpec(JsonNode object) {
        return jobSpec(object).path("template").path("spec");
    }

    /** The specification itself, or that of the jobs that a CronJob makes. */
    private static JsonNode jobSpec(JsonNode object) {
        JsonNode spec = object.path("spec");
        return spec.has("jobTemplate") ? spec.path("jobTemplate").path("spec") : spec;
    }

    private static String containers(JsonNode object) {
        return joined(podSpec(object).path("containers"), "name");
    }

    private static String images(JsonNode object) {
        return joined(podSpec(object).path("containers"), "image");
    }

    private static String selector(JsonNode object) {
        return ObjectSelectors.text(jobSpec(object).path("selector"));
    }

    static String joined(JsonNode list, String field) {
        List<String> values = new ArrayList<>();
        list.forEach(element -> values.add(element.path(field).asText()));
        return String.join(",", values);
    }
}
