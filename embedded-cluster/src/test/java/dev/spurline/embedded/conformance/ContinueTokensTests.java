// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * Lists in pages: what a token continues, and which tokens are refused.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">what
 *     Kubernetes says</a>
 */
@Tag("api")
class ContinueTokensTests extends ConformanceTestCase {

    private static final String INVALID = "invalid continue token: continue key is not valid: ";

    private void make(int count) {
        for (int i = 0; i < count; i++) {
            post("secrets", "{metadata:{name:'s%d',labels:{all:'x'}}}".formatted(i))
                    .status(201);
        }
    }

    private static String token(String json) {
        byte[] bytes = Api.parse(json).toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void refused(String token, String why) {
        get("secrets?continue=" + token).status(400).reason("BadRequest").message(INVALID + why);
    }

    @Test
    void tellsHowManyRemain() {
        make(3);

        Reply first = get("secrets?limit=2").names("s0", "s1").at("/metadata/remainingItemCount", 1);
        get("secrets?limit=2&continue=" + first.text("/metadata/continue"))
                .names("s2")
                .absent("/metadata/continue")
                .absent("/metadata/remainingItemCount");
        get("secrets?limit=3").names("s0", "s1", "s2").absent("/metadata/continue");
    }

    @Test
    void doesNotCountWhatASelectorLeavesOut() {
        make(3);

        get("secrets?limit=2&labelSelector=all%3Dx")
                .names("s0", "s1")
                .present("/metadata/continue")
                .absent("/metadata/remainingItemCount");
        get("secrets?limit=2&fieldSelector=type%3DOpaque")
                .names("s0", "s1")
                .present("/metadata/continue")
                .absent("/metadata/remainingItemCount");
    }

    @Test
    void needsNoLimitAnyMore() {
        make(3);

        String token = get("secrets?limit=1").text("/metadata/continue");

        get("secrets?continue=" + token).names("s1", "s2").absent("/metadata/continue");
    }

    @Test
    void pagesShowWhatWasThereAtTheFirst() {
        make(3);
        Reply first = get("secrets?limit=1").names("s0");

        delete("secrets/s2").status(200);
        merge("secrets/s1", "{metadata:{labels:{all:'y'}}}").status(200);

        Reply second = get("secrets?continue=" + first.text("/metadata/continue"))
                .names("s1", "s2")
                .at("/metadata/resourceVersion", first.version());
        second.at("/items/0/metadata/labels/all", "x");
        get("secrets").names("s0", "s1");
    }

    @Test
    void cutsNothingForThoseWhoTakeAnyVersion() {
        make(3);

        get("secrets?limit=2&resourceVersion=0").names("s0", "s1", "s2").absent("/metadata/continue");
    }

    @Test
    void refusesTokensThatCannotBeRead() {
        refused("%21%21", "illegal base64 data at input byte 0");
        refused(token("{}"), "server does not recognize this encoded version ");
        refused(token("{v:'x',rv:5,start:'a'}"), "server does not recognize this encoded version x");
        refused(
                token("{v:'meta.k8s.io/v1',start:'a'}"),
                "incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        refused(token("{v:'meta.k8s.io/v1',rv:5}"), "encoded start key empty (version meta.k8s.io/v1)");
        refused(token("{v:'meta.k8s.io/v1',rv:5,start:'../other'}"), "../other");
        refused(token("[]"), "json: cannot unmarshal array into Go value of type storage.continueToken");
        refused(
                token("{v:'meta.k8s.io/v1',rv:'5',start:'a'}"),
                "json: cannot unmarshal string into Go struct field continueToken.rv of type int64");
    }

    @Test
    void takesNoVersionBesideAToken() {
        make(2);
        Reply first = get("secrets?limit=1");
        String next = "secrets?continue=" + first.text("/metadata/continue");

        get(next + "&resourceVersion=" + first.version())
                .status(400)
                .reason("BadRequest")
                .message("specifying resource version is not allowed when using continue");
        get(next + "&resourceVersion=" + first.version() + "&resourceVersionMatch=Exact")
                .status(422)
                .message("ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
                        + " resourceVersionMatch is forbidden when continue is provided");
        get(next + "&resourceVersion=0").names("s1");
        get(next + "&watch=true").status(422).reason("Invalid");
    }

    @Test
    void refusesTokensOfTheFuture() {
        long future = get("secrets").revision() + 100_000;

        get("secrets?continue=" + token("{v:'meta.k8s.io/v1',rv:%d,start:'a'}".formatted(future)))
                .status(504)
                .reason("Timeout")
                .messageHas("Too large resource version: " + future)
                .at("/details/causes/0/reason", "ResourceVersionTooLarge")
                .at("/details/retryAfterSeconds", 1);
    }

    @Test
    void tokensExpireWithTheirVersion() {
        make(3);

        Reply expired = get("secrets?continue=" + token("{v:'meta.k8s.io/v1',rv:1,start:'/s1'}"));
        if (expired.code() == 200) {
            throw new TestAbortedException("not run: this server is so young that it remembers its first version");
        }

        expired.status(410).reason("Expired").messageHas("The provided continue parameter is too old");
        Reply rest = get("secrets?limit=1&continue=" + expired.text("/metadata/continue"))
                .status(200)
                .names("s1")
                .at("/metadata/remainingItemCount", 1);
        get("secrets?limit=1&continue=" + rest.text("/metadata/continue")).names("s2");
    }

    @Test
    void versionsExpireToo() {
        Reply expired = get("secrets?resourceVersion=1&resourceVersionMatch=Exact");
        if (expired.code() == 200) {
            throw new TestAbortedException("not run: this server is so young that it remembers its first version");
        }

        expired.status(410).reason("Expired").message("The resourceVersion for the provided list is too old.");
    }

    @Test
    void deletesAPageOfACollection() {
        make(3);

        delete("secrets?limit=2").status(200).names("s0", "s1").present("/metadata/continue");

        get("secrets").names("s2");
    }
}
