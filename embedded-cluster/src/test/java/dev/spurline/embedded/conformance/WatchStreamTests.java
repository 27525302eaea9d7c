// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * Watching: from a resourceVersion, with selectors, bookmarks and initial events.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">what Kubernetes says</a>
 */
@Tag("api")
class WatchStreamTests extends ConformanceTestCase {

    @Test
    void tellsEveryChange() {
        String from = get("secrets").version();
        try (Watch watch = watch("secrets?watch=true&resourceVersion=" + from)) {
            Reply a = post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}");
            Reply changed = merge("secrets/a", "{metadata:{labels:{k:'v'}}}");
            delete("secrets/a");
            watch.sees("ADDED a", "MODIFIED a", "DELETED a");
            tally.same(
                    "version of ADDED",
                    a.version(),
                    watch.event(0).at("/object/metadata/resourceVersion").asText());
            tally.same(
                    "version of MODIFIED",
                    changed.version(),
                    watch.event(1).at("/object/metadata/resourceVersion").asText());
            tally.that(
                    watch.event(2).at("/object/metadata/resourceVersion").asLong() > changed.revision(),
                    "a deletion has a version of its own");
            tally.same("kind", "Secret", watch.event(0).at("/object/kind").asText());
        }
    }

    @Test
    void beginsAnywhereInTheLog() {
        Reply a = post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}");
        merge("secrets/a", "{metadata:{labels:{k:'1'}}}");
        merge("secrets/a", "{metadata:{labels:{k:'2'}}}");
        try (Watch watch = watch("secrets?watch=true&resourceVersion=" + a.version())) {
            watch.sees("MODIFIED a", "MODIFIED a");
            tally.same(
                    "first", "1", watch.event(0).at("/object/metadata/labels/k").asText());
            tally.same(
                    "second",
                    "2",
                    watch.event(1).at("/object/metadata/labels/k").asText());
        }
    }

    @Test
    void beginsWithAllThatIsThere() {
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}");
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'b'}}");
        try (Watch watch = watch("secrets?watch=true")) {
            watch.sees("ADDED a", "ADDED b");
        }
        try (Watch watch = watch("secrets?watch=true&resourceVersion=0")) {
            watch.sees("ADDED a", "ADDED b");
        }
    }

    @Test
    void selectorsTurnChangesIntoComingAndGoing() {
        String from = get("secrets").version();
        try (Watch watch = watch("secrets?watch=true&labelSelector=k%3Dv&resourceVersion=" + from)) {
            post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}");
            merge("secrets/a", "{metadata:{labels:{k:'v'}}}");
            merge("secrets/a", "{metadata:{labels:{l:'x'}}}");
            merge("secrets/a", "{metadata:{labels:{k:'w'}}}");
            delete("secrets/a");
            watch.sees("ADDED a", "MODIFIED a", "DELETED a");
        }
    }

    @Unverified("a young cluster has forgotten nothing yet; held by the replay of watch.json")
    @Test
    void tooOldIsGone() {
        needsForgotten();
        try (Watch watch = watch("secrets?watch=true&resourceVersion=1")) {
            watch.sees("ERROR");
            tally.same("code", 410, watch.event(0).at("/object/code").asInt());
            tally.same("reason", "Expired", watch.event(0).at("/object/reason").asText());
            watch.ends();
        }
    }

    /** Leaves the test if this server is so young that it still knows its first version. */
    private void needsForgotten() {
        if (get("secrets?resourceVersion=1&resourceVersionMatch=Exact").code() != 410) {
            throw new TestAbortedException("not run: the server has not yet forgotten its first version");
        }
    }

    @Test
    void speaksWebSocket() {
        String from = get("secrets").version();
        try (Watch watch = webSocketWatch("secrets?watch=true&timeoutSeconds=3&resourceVersion=" + from)) {
            post("secrets", "{metadata:{name:'a'}}");
            delete("secrets/a");
            watch.sees("ADDED a", "DELETED a").ends();
        }
    }

    @Test
    void endsInTime() {
        try (Watch watch = watch("secrets?watch=true&timeoutSeconds=1")) {
            watch.sees().ends();
        }
    }

    @Test
    void marksTheEndOfTheInitialEvents() {
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}");
        try (Watch watch = watch(
                "secrets?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")) {
            watch.sees("ADDED a", "BOOKMARK");
            tally.same(
                    "mark",
                    "true",
                    watch.event(1)
                            .at("/object/metadata/annotations/k8s.io~1initial-events-end")
                            .asText());
            tally.that(watch.event(1).at("/object/metadata/resourceVersion").asLong() > 0, "a bookmark has a version");
            tally.same("kind", "Secret", watch.event(1).at("/object/kind").asText());
        }
    }

    @Test
    void initialEventsNeedAMatch() {
        get("secrets?watch=true&sendInitialEvents=true").status(422).reason("Invalid");
    }

    @Test
    void oneObject() {
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}");
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'b'}}");
        try (Watch watch = watch("secrets?watch=true&fieldSelector=metadata.name%3Db")) {
            watch.sees("ADDED b");
        }
    }
}
