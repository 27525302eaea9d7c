// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Updates with an old resourceVersion conflict; those without one do not.
 *
 * @see <a href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#concurrency-control-and-consistency">what Kubernetes says</a>
 */
@Tag("api")
class OptimisticLockingTests extends ConformanceTestCase {

    @Test
    void oldVersionsConflict() {
        Reply first = post("configmaps", configMap("a", ""));
        Reply second = merge("configmaps/a", "{data:{k:'1'}}").status(200);
        tally.that(second.revision() > first.revision(), "the resourceVersion rises");
        put(
                        "configmaps/a",
                        "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',resourceVersion:'%s'},data:{k:'2'}}"
                                .formatted(first.version()))
                .status(409)
                .reason("Conflict")
                .at("/details/name", "a")
                .messageHas(
                        "the object has been modified; please apply your changes to the latest version and try again");
        put(
                        "configmaps/a",
                        "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',resourceVersion:'%s'},data:{k:'2'}}"
                                .formatted(second.version()))
                .status(200)
                .at("/data/k", "2");
    }

    @Test
    void updatesWithoutAVersionPass() {
        post("configmaps", configMap("a", "")).status(201);
        put("configmaps/a", configMap("a", "data:{k:'1'}")).status(200).at("/data/k", "1");
    }

    @Test
    void patchesMayNameAVersion() {
        Reply first = post("configmaps", configMap("a", ""));
        merge("configmaps/a", "{data:{k:'1'}}").status(200);
        merge("configmaps/a", "{metadata:{resourceVersion:'%s'},data:{k:'2'}}".formatted(first.version()))
                .status(409)
                .reason("Conflict");
    }

    @Test
    void noChangeKeepsTheVersion() {
        Reply first = post("configmaps", configMap("a", "data:{k:'v'}"));
        merge("configmaps/a", "{data:{k:'v'}}").status(200).at("/metadata/resourceVersion", first.version());
        put("configmaps/a", configMap("a", "data:{k:'v'}"))
                .status(200)
                .at("/metadata/resourceVersion", first.version());
    }

    @Test
    void anotherUidConflicts() {
        post("configmaps", configMap("a", ""));
        put(
                        "configmaps/a",
                        "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',uid:'b0b0b0b0-0000-0000-0000-000000000000'}}")
                .status(409)
                .reason("Conflict")
                .messageHas("Precondition failed: UID in precondition");
    }

    @Test
    void anotherNameIsBad() {
        post("configmaps", configMap("a", ""));
        put("configmaps/a", configMap("b", ""))
                .status(400)
                .reason("BadRequest")
                .messageHas("the name of the object (b) does not match the name on the URL (a)");
    }

    @Test
    void absentObjectsAreNotUpdated() {
        put("configmaps/absent", configMap("absent", "")).status(404).reason("NotFound");
        merge("configmaps/absent", "{}").status(404).reason("NotFound");
    }
}
