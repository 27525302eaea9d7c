// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Deleting: preconditions, finalizers, collections, and what is returned.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/">what Kubernetes says</a>
 */
@Tag("api")
class DeletionTests extends ConformanceTestCase {

    @Test
    void returnsAStatus() {
        Reply made = post("configmaps", configMap("a", ""));
        delete("configmaps/a")
                .status(200)
                .at("/kind", "Status")
                .at("/status", "Success")
                .at("/details/name", "a")
                .at("/details/uid", made.uid());
        get("configmaps/a").status(404);
        delete("configmaps/a").status(404).reason("NotFound");
    }

    @Test
    void checksPreconditions() {
        Reply made = post("configmaps", configMap("a", ""));
        delete(
                        "configmaps/a",
                        "{kind:'DeleteOptions',apiVersion:'v1',preconditions:{uid:'b0b0b0b0-0000-0000-0000-000000000000'}}")
                .status(409)
                .reason("Conflict");
        delete("configmaps/a", "{kind:'DeleteOptions',apiVersion:'v1',preconditions:{resourceVersion:'1'}}")
                .status(409)
                .reason("Conflict");
        delete(
                        "configmaps/a",
                        "{kind:'DeleteOptions',apiVersion:'v1',preconditions:{uid:'%s',resourceVersion:'%s'}}"
                                .formatted(made.uid(), made.version()))
                .status(200);
    }

    @Test
    void waitsForFinalizers() {
        post("configmaps", "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',finalizers:['example.com/f']}}")
                .status(201);
        delete("configmaps/a")
                .status(200)
                .at("/kind", "ConfigMap")
                .present("/metadata/deletionTimestamp")
                .at("/metadata/deletionGracePeriodSeconds", 0)
                .at("/metadata/finalizers/0", "example.com/f");
        get("configmaps/a").status(200).present("/metadata/deletionTimestamp");
        merge("configmaps/a", "{metadata:{finalizers:['example.com/f','example.com/g']}}")
                .status(422)
                .reason("Invalid");
        merge("configmaps/a", "{data:{k:'v'}}").status(200).at("/data/k", "v");
        merge("configmaps/a", "{metadata:{finalizers:null}}").status(200);
        get("configmaps/a").status(404);
    }

    @Test
    void dryRunKeeps() {
        post("configmaps?dryRun=All", configMap("a", "")).status(201).present("/metadata/uid");
        get("configmaps/a").status(404);
        post("configmaps", configMap("a", ""));
        delete("configmaps/a?dryRun=All").status(200);
        send("PATCH", "configmaps/a?dryRun=All", "application/merge-patch+json", "{data:{k:'v'}}")
                .status(200)
                .at("/data/k", "v");
        get("configmaps/a").status(200).absent("/data");
        post("configmaps?dryRun=Some", configMap("b", "")).status(422).reason("Invalid");
    }

    @Test
    void collections() {
        for (String name : List.of("a", "b", "c")) {
            post(
                    "secrets",
                    "{apiVersion:'v1',kind:'Secret',metadata:{name:'%s',labels:{n:'%s'}}}".formatted(name, name));
        }
        delete("secrets?labelSelector=n%20in%20(a,b)").status(200);
        get("secrets").names("c");
        delete("secrets").status(200);
        get("secrets").names();
    }

    @Test
    void cannotBeCombined() {
        post("configmaps", configMap("a", ""));
        delete(
                        "configmaps/a",
                        "{kind:'DeleteOptions',apiVersion:'v1',propagationPolicy:'Foreground',orphanDependents:true}")
                .status(422)
                .reason("Invalid");
        delete("configmaps/a?propagationPolicy=Nonsense").status(422).reason("Invalid");
    }
}
