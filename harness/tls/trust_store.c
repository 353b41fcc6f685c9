#include "trust_store.h"

#include "fatal.h"

void trust_store_take(X509_STORE *to, X509_STORE *from, bool crls)
{
	STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(from);

	for (int i = 0; i < sk_X509_OBJECT_num(objects); i++) {
		X509_OBJECT *object = sk_X509_OBJECT_value(objects, i);
		X509 *certificate = X509_OBJECT_get0_X509(object);
		X509_CRL *crl = X509_OBJECT_get0_X509_CRL(object);

		if (crls ? crl && !X509_STORE_add_crl(to, crl)
				 : certificate && !X509_STORE_add_cert(to, certificate))
			FATAL("no trust store");
	}
}
